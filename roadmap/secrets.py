"""Secrets of links: random, shown once, stored only as a hash."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

from assessment.models.people import normalise_email


def new_secret() -> str:
    """192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def address_hash(email: str) -> str:
    """The same for every spelling of an e-mail address; without the site's key nobody can try addresses out."""
    return salted_hmac("roadmap.address", normalise_email(email), algorithm="sha256").hexdigest()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
