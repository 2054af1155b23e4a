"""Secrets of links: random, shown once, stored only as a hash."""

import hashlib
import secrets


def new_secret() -> str:
    """192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
