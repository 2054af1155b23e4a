"""Secrets are random and long, stored as hashes only, and looked up rather than compared."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.test import Client, override_settings
from django.urls import reverse

from assessment import guests
from assessment.models import User
from roadmap.models import Invitation, JoinLink
from roadmap.secrets import hash_of, new_secret
from tests import factories
from tests.test_conventions import APPS, python_in, relative
from tests.web import html

DEFAULT = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


@pytest.mark.parametrize("make", [new_secret, guests.new_token])
def test_V11_5_1_a_secret_has_at_least_128_random_bits(make: Callable[[], str]) -> None:
    made = {make() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[\w-]{22,}", secret) for secret in made)  # 6 bits a character
    places = zip(*made, strict=True)
    assert all(len(set(place)) > 40 for place in places)  # no place is fixed


def test_V11_5_1_no_file_of_ours_draws_lots_where_secrets_are_made() -> None:
    """The module `random` is for simulations; whatever somebody could guess comes from `secrets`."""
    drawing = [
        relative(path)
        for app in APPS
        for path in python_in(app)
        if re.search(r"^\s*(import random|from random import)", path.read_text("utf-8"), re.M)
    ]
    # The order of options, which is the same at every visit, and the sample report.
    harmless = {"assessment/reviewing.py", "roadmap/sample.py"}
    assert {name for name in drawing if "/core/" not in name} - harmless == set()


def test_V11_4_2_passwords_are_stored_with_a_slow_function() -> None:
    with override_settings(PASSWORD_HASHERS=DEFAULT):
        stored = make_password(factories.PASSWORD)
        algorithm, rounds, salt, _ = stored.split("$")
        assert get_hasher().algorithm == algorithm == "pbkdf2_sha256"
    assert int(rounds) >= PBKDF2PasswordHasher.iterations >= 600_000
    assert len(salt) >= 22


def test_V11_4_2_a_site_leaves_the_choice_of_the_function_to_django() -> None:
    assert not re.search("PASSWORD_HASHERS", (settings.BASE_DIR / "config/settings.py").read_text())


def test_V11_2_4_secrets_of_links_are_found_by_their_hash(learner: User, mentor: User) -> None:
    """What is compared with stored values is a hash, of which nobody can choose how much fits."""
    made, secret = factories.invitation(learner)
    _, join = factories.join_link(factories.cohort(mentor))
    for stored, of in ((Invitation, secret), (JoinLink, join)):
        assert stored.objects.filter(secret_hash=hash_of(of)).count() == 1
        assert not stored.objects.filter(secret_hash=of).exists()
    client = factories.signed_in(mentor)
    for wrong in (secret[:-1], secret + "x", secret.swapcase(), made.secret_hash):
        assert client.get(reverse("roadmap:invitation", args=[wrong])).status_code == 404


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple " * 4,
        "пароль-из-многих-букв",
        "🐎🔋🧷🐎🔋🧷 and more",
        "x" * 64 + "1",
    ],
    ids=["spaces", "other letters", "pictures", "long"],
)
def test_V6_2_5_a_password_may_hold_anything_and_is_not_cut(db: None, password: str) -> None:
    client = Client()
    sent = {"email": "lena@example.org", "password1": password}
    assert client.post(reverse("account_signup"), sent).status_code == 302
    user = User.objects.get(email="lena@example.org")
    assert user.check_password(password)
    assert not user.check_password(password[:-1])
    page = html.parsed(Client().get(reverse("account_signup")))
    box = page.query("input[name=password1]")[0].attrs
    assert "maxlength" not in box
    assert box["autocomplete"] == "new-password"
    assert "onpaste" not in box
