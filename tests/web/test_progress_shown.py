"""How far one has come: it only grows, ends when it says, says what it counts, and can be hidden."""

import random
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessment import guests
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import Assessment, Domain, User
from tests import factories
from tests.web import html
from tests.web.cast import guest_client

TEXT = re.compile(r"(\d+) questions? answered · (at most )?(\d+) to go")
TOKEN = "a guest's token"


def take(run: Assessment) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])


def logged(client: Client, run: Assessment, seed: int) -> list[tuple[int, bool, int]]:
    """What an attempt says at each question: so many answered, whether it is a limit, so many to go."""
    random_ = random.Random(seed)
    shown, page = [], html.text(client.get(take(run)), "#question")
    while True:
        answered, limit, left = TEXT.search(page).groups()  # type: ignore[union-attr]
        shown.append((int(answered), bool(limit), int(left)))
        posted = factories.posted_for(run, random_.choice(list(Outcome)))
        answer = client.post(take(run), posted, headers={"HX-Request": "true"})
        run.refresh_from_db()
        if run.is_finished:
            return shown
        page = " ".join(html.fragment(answer).to_text().split())


def attempts(learner: User, client: Client) -> list[tuple[Assessment, list[tuple[int, bool, int]]]]:
    """Fifty attempts with answers by chance: whole ones, the last of them longer, and single domains settled."""
    made = []
    for seed, length in enumerate((Length.QUICK, Length.QUICK, Length.STANDARD)):
        run = factories.asking(learner, length=length)
        made.append((run, logged(client, run, seed)))
    base, domains = run, list(Domain.objects.filter(retired=False).values_list("slug", flat=True))
    for seed in range(3, 50):
        url = reverse("roadmap:settle", args=[base.pk, domains[seed % len(domains)]])
        client.post(url, {"anew": "on"})
        run = Assessment.objects.open().get(learner=learner)
        made.append((run, logged(client, run, seed)))
    return made


def test_U06_progress_never_goes_back_and_ends_when_it_says(learner: User) -> None:
    found = attempts(learner, factories.signed_in(learner))
    assert len(found) == 50
    for run, shown in found:
        assert [answered for answered, _, _ in shown] == list(range(len(shown)))
        assert {answered + left for answered, _, left in shown} == {run.limit}
        limits = {limit for _, limit, _ in shown}
        assert limits == {run.settles_id is not None}  # “at most” is said where it can end sooner
        assert limits == {True} or len(shown) == run.limit
        assert len(shown) <= run.limit
    assert {run.limit for run, _ in found} == {6, 18, 32}
    assert len({len(shown) for _, shown in found}) > 3


@pytest.mark.parametrize("who", ["guest", "learner"])
def test_U06_progress_can_be_hidden_and_shown_again(learner: User, who: str) -> None:
    by = Person(guest_key=guests.key_of(TOKEN)) if who == "guest" else Person(user=learner)
    client = guest_client(TOKEN) if who == "guest" else factories.signed_in(learner)
    run = factories.answered(factories.asking(by), by, Outcome.RIGHT)
    hide = reverse("assessment:progress", args=[run.pk])
    shown = html.parsed(client.get(take(run)))
    bar = shown.query("progress")[0].attrs
    assert (bar["value"], bar["max"]) == ("1", "18")
    assert TEXT.search(shown.to_text())
    button = shown.query(f"form[action='{hide}'] button")[0]
    assert button.to_text() == "Hide how far you have come"
    assert client.post(hide, {"show": button.attrs["value"]}).url == take(run)
    for _ in range(2):  # it stays hidden at the questions that follow
        hidden = html.parsed(client.get(take(run)))
        assert not hidden.query("progress")
        assert not TEXT.search(hidden.to_text())
        assert "with 1 answer" not in hidden.to_text()
        client.post(take(run), factories.posted_for(run, Outcome.RIGHT))
        run.refresh_from_db()
    button = html.parsed(client.get(take(run))).query(f"form[action='{hide}'] button")[0]
    client.post(hide, {"show": button.attrs["value"]})
    assert html.parsed(client.get(take(run))).query("progress")
