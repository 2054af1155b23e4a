"""Who uses the site: accounts are e-mail addresses."""

import unicodedata
from contextlib import suppress
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


def normalise_email(email: str) -> str:
    """One spelling for every address that reaches the same person: no look-alike or invisible characters, no capitals.

    Domains are written as name servers know them, which also drops characters that nobody sees.
    """
    text = unicodedata.normalize("NFKC", email)
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Zs"))
    local, at, domain = visible.casefold().rpartition("@")
    with suppress(UnicodeError):  # no domain at all
        domain = domain.encode("idna").decode("idna")
    return f"{local}{at}{domain}"


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return normalise_email(email or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=self.normalize_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `name` is what mentors and learners see of each other."""

    email = models.EmailField(
        "e-mail address",
        max_length=254,
        unique=True,
        error_messages={"unique": "An account with this e-mail address exists."},
    )
    name = models.CharField(max_length=80, blank=True)
    is_staff = models.BooleanField(default=False, help_text="May open the admin pages.")
    is_active = models.BooleanField(default=True, help_text="Untick instead of deleting.")
    joined_at = models.DateTimeField(auto_now_add=True)
    inactive_notice_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When they were told that the account will be deleted unless they sign in.",
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def public_name(self) -> str:
        """What people see who are not connected yet: never the address."""
        return self.name or "A learner"

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)
