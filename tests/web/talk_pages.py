"""Addresses of talks, and a day to agree on."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from roadmap.models import Mentorship


def talk(shared: Mentorship, about: str = "") -> str:
    page = reverse("roadmap:talk", args=[shared.pk])
    return f"{page}?about={about}" if about else page


def agree(shared: Mentorship, about: str = "") -> str:
    page = reverse("roadmap:agree", args=[shared.pk])
    return f"{page}?about={about}" if about else page


def week(days: int = 7) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()
