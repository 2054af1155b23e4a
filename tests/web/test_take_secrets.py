"""Before a question is answered nothing that reaches the browser tells what is right."""

import re
from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import (
    Assessment,
    ContentVersion,
    Misconception,
    Option,
    QuestionRevision,
    User,
)
from tests import factories
from tests.web import html

CANARY = "Kanarienvogel"
NUMBER = 918273.5  # the right answer to every question for a number


@pytest.fixture
def marked(db: None) -> None:
    """Everything that could give an answer away carries a word that occurs nowhere else."""
    marked_text: dict[str, Any] = {"because": Concat(Value(CANARY), F("because"))}
    Option.objects.update(**marked_text)
    QuestionRevision.objects.update(**marked_text)
    for revision in QuestionRevision.objects.filter(kind="number"):
        revision.answer = NUMBER
        revision.slips = [{"value": NUMBER + 1, "because": CANARY, "misconception": None}]
        revision.save(update_fields=["answer", "slips"])
    Misconception.objects.update(name=CANARY, belief=CANARY, instead=CANARY)
    ContentVersion.objects.create(digest="marked", summary="")  # so that memory is filled anew


def give_away(response: HttpResponse) -> bool:
    sent = response.content.decode() + str(dict(response.headers)) + response.cookies.output()
    return CANARY in sent or "918273" in sent or "918,273" in sent


def take(run: Assessment) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_Q01_V15_3_1_no_answer_or_reason_leaks_while_questions_are_open(
    marked: None, learner: User, headers: dict[str, str]
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    around = [
        reverse("roadmap:home"),
        reverse("roadmap:me"),
        reverse("roadmap:start"),
        reverse("roadmap:domains"),
        reverse("assessment:finish", args=[run.pk]),
        reverse("assessment:delete", args=[run.pk]),
        reverse("roadmap:report", args=[run.pk]),
        reverse("assessment:review", args=[run.pk]),
        reverse("roadmap:why", args=[run.pk]),
        reverse("roadmap:why_domain", args=[run.pk, "model-serving"]),
        reverse("roadmap:explain", args=[run.pk]),
    ]
    while True:
        url, posted = take(run), factories.posted_for(run, Outcome.WRONG)
        got = [client.get(url, headers=headers), client.post(url, {}, headers=headers)]
        got += [client.get(page, follow=True, headers=headers) for page in around]
        got.append(client.post(url, posted, headers=headers))
        run.refresh_from_db()
        if run.is_finished:
            break
        got.append(client.post(url, posted, headers=headers))  # once more: a conflict
        assert not [response for response in got if give_away(response)], url
    assert give_away(client.get(reverse("assessment:review", args=[run.pk])))


def test_Q01_a_number_is_not_in_its_page(marked: None, learner: User) -> None:
    run = factories.asking_kind(learner, "number")
    client = factories.signed_in(learner)
    assert not give_away(client.get(take(run)))
    assert not give_away(client.post(take(run), {"number": "x"}))


@pytest.mark.parametrize("kind", ["one", "many", "order"])
def test_Q01_right_and_wrong_options_look_alike(learner: User, kind: str) -> None:
    """All that differs between two options is their number and their text."""
    run, client = factories.asking_kind(learner, kind), factories.signed_in(learner)
    page = html.parsed(client.get(take(run)))
    shapes = set()
    options = page.query(".rank" if kind == "order" else ".choice:not(.unknown)")
    for place, option in enumerate(options, start=1):
        tags = []
        for node in (option, *option.query("*")):
            if node.parent.name == "span":  # the author's Markdown
                continue
            attrs = {
                k: re.sub(rf"\b{place}\b|_{place}\b", "N", str(v))
                for k, v in (node.attrs or {}).items()
            }
            tags.append((node.name, *sorted(attrs.items())))
        shapes.add(str([tag for tag in tags if tag[0] != "option"]))
    assert len(options) == run.asked.options.count()
    assert len(shapes) == 1


def shown(client: Client, run: Assessment) -> list[str]:
    return [
        span.to_text()
        for span in html.parsed(client.get(take(run))).query(".choice:not(.unknown) span")
    ]


def test_Q08_options_stay_in_their_order_at_every_visit_and_on_every_device(learner: User) -> None:
    run = factories.asking_kind(learner, "one")
    first = shown(factories.signed_in(learner), run)
    assert len(first) >= 3
    assert all(shown(factories.signed_in(learner), run) == first for _ in range(3))


def test_another_assessment_shows_the_options_in_another_order(db: None) -> None:
    orders = set()
    for n in range(10):
        person = factories.user(email=f"learner{n}@example.org")
        run = factories.asking_kind(Person(user=person), "one")
        orders.add(tuple(shown(factories.signed_in(person), run)))
    assert len(orders) > 2
    assert len({frozenset(order) for order in orders}) == 1
