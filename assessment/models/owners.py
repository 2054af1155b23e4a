"""Whose a row is: an account's (`learner`) or, until one is made, a browser's (`guest_key`), and never both or neither."""

from django.db.models import CheckConstraint, Q


def one_owner(name: str) -> CheckConstraint:
    """The constraint of a table with both columns; name: what the database calls it."""
    account = Q(learner__isnull=False, guest_key="")
    return CheckConstraint(
        condition=account | (Q(learner__isnull=True) & ~Q(guest_key="")), name=name
    )
