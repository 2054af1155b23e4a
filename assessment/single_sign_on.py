"""Accounts of people who come from the organisation's OpenID Connect issuer."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from assessment.models import User
from assessment.models.people import normalise_email

log = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """The issuer of the settings, and which account here belongs to somebody who comes from there."""

    def list_apps(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[SocialApp]:
        """Sites without an issuer need not ask the database for one."""
        if not settings.SOCIALACCOUNT_PROVIDERS:
            return []
        found: list[SocialApp] = super().list_apps(request, *args, **kwargs)
        return found

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """One spelling for addresses. Confirmed is what the issuer confirmed in just that spelling: another domain may
        look or sound alike. Some say yes and no with words.
        """
        kept = sociallogin.account.extra_data
        claims = kept.get("userinfo") or kept.get("id_token") or {}
        said = str(claims.get("email", "")).lower()
        for address in sociallogin.email_addresses:
            yes = str(address.verified).lower() == "true"
            address.email = normalise_email(address.email)
            address.verified = yes and address.email == said
        data = data | {"email": normalise_email(data.get("email") or "")}
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[: User._meta.get_field("name").max_length]
        return user

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """An account is somebody's by its address alone where both sides have confirmed it: the issuer (only such
        addresses are asked about), and this site. Otherwise whoever signed up first with a foreign address would
        share the account with its owner. Others sign in here once and connect from their account page.
        """
        return EmailAddress.objects.filter(email=email, verified=True).exists()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Any = None, **kwargs: Any
    ) -> None:
        """For who runs the site; the page says no more than that it did not work."""
        log.error("Single sign-on failed: %s %s", kwargs.get("error", ""), type(exception).__name__)
