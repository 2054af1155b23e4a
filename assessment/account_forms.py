"""The form to change the address of an account."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from assessment.models import User


class ChangeEmailForm(AddEmailForm):
    """A new address for the account: it counts once its link was followed; where no mail is sent, at once.

    allauth's own form takes any unconfirmed address for one that waits, and would drop the one in use.
    """

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not self._is_confirmed_by_mail and User.objects.filter(email=email).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        addresses, email = EmailAddress.objects.filter(user=self.user), self.cleaned_data["email"]
        if self._is_confirmed_by_mail:
            addresses.exclude(email=self.user.email).delete()
            address = EmailAddress.objects.create(user=self.user, email=email)
            send_verification_email_to_address(request, address)
            return address
        with transaction.atomic():
            addresses.delete()
            self.user.email = email
            self.user.save(update_fields=["email"])
            address = EmailAddress.objects.create(user=self.user, email=email, primary=True)
        messages.success(request, f"Your e-mail address is now {email}.")
        return address

    @property
    def _is_confirmed_by_mail(self) -> bool:
        return bool(app_settings.EMAIL_VERIFICATION == "mandatory")
