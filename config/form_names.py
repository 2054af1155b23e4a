"""Which forms pages about accounts use in place of those that their packages bring."""

ACCOUNT_FORMS = {
    "add_email": "assessment.account_forms.ChangeEmailForm",
    "change_password": "assessment.account_forms.OtherPasswordForm",
    "confirm_login_code": "assessment.account_forms.MailedCodeForm",
    "login": "assessment.account_forms.SignInForm",
    "reauthenticate": "assessment.account_forms.ProveByPasswordForm",
    "request_login_code": "assessment.account_forms.LoginCodeForm",
    "reset_password": "assessment.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "assessment.account_forms.ResetPasswordOnceForm",
    "set_password": "assessment.account_forms.FirstPasswordForm",
    "signup": "assessment.account_forms.NewAccountForm",
}
MFA_FORMS = {
    "activate_totp": "assessment.second_factors.ActivateAppForm",
    "authenticate": "assessment.second_factors.SecondStepForm",
    "reauthenticate": "assessment.second_factors.ProveByCodeForm",
    "add_webauthn": "assessment.second_factors.AddPasskeyForm",
    "authenticate_webauthn": "assessment.second_factors.SecondStepByPasskeyForm",
    "login_webauthn": "assessment.second_factors.SignInByPasskeyForm",
    "reauthenticate_webauthn": "assessment.second_factors.ProveByPasskeyForm",
    "edit_webauthn": "assessment.second_factors.RenamePasskeyForm",
}
SOCIALACCOUNT_FORMS = {
    "signup": "assessment.account_forms.FromIssuerForm",
    "disconnect": "assessment.account_forms.LetGoOfIssuerForm",
}
