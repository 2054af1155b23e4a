"""What forms about accounts say when something is left out or has no shape: what to type, as on all other forms here."""

from typing import Any

from django import forms

ADDRESS = {
    "required": "Type your e-mail address, such as lena@example.org.",
    "invalid": "Type a whole address, such as lena@example.org.",
}
CODE = {"required": "Type the code."}
# By the name of the field; the packages that bring most of these forms name them alike.
WORDS = {
    "login": ADDRESS,
    "email": ADDRESS,
    "password": {"required": "Type your password."},
    "oldpassword": {"required": "Type the password that you have now."},
    "password1": {"required": "Type a new password."},
    "code": CODE,
    "name": {"required": "Type a name."},
    "account": {"required": "Choose which one.", "invalid_choice": "Choose one from the list."},
}


class InOurWords(forms.Form):
    """A form whose fields speak as those of the site do; to be named before the form that a package brings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages |= WORDS.get(name, {})
