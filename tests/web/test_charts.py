"""Charts say nothing that the words beside them do not say: the same numbers, in each row."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from justhtml import Element, JustHTML

from assessment.core.catalogue import Level
from assessment.models import Assessment, Domain, User
from roadmap import actions
from roadmap.templatetags.chart import LEVEL_MIDDLES, SCALE
from tests import factories
from tests.web import html

LEVEL_AT = {
    middle * SCALE: level.name.capitalize()
    for middle, level in zip(LEVEL_MIDDLES, Level, strict=True)
}


def drawn(chart: Element) -> set[int]:
    """The numbers at which the marks of a chart lie, rounded as the page rounds them."""
    places = [mark.attrs["cx"] for mark in chart.query("circle")]
    for line in chart.query("line"):
        places += [line.attrs["x1"], line.attrs["x2"]]
    places += [re.match(r"M(\d+)", t.attrs["d"]).group(1) for t in chart.query(".target")]  # type: ignore[union-attr]
    return {round(int(place) / SCALE) for place in places}


def rated(chart: Element) -> set[str]:
    """The levels that the marks of ratings stand for."""
    middles = [int(box.attrs["x"]) + 6 for box in chart.query(".self")]
    middles += [int(re.match(r"M(\d+)", m.attrs["d"]).group(1)) for m in chart.query(".mentor")]  # type: ignore[union-attr]
    return {LEVEL_AT[middle] for middle in middles}


def check(page: JustHTML) -> int:
    """Compare every chart of a page with its row; says how many there were."""
    rows = [row for row in page.query("tbody tr") if row.query("svg.chart")]
    assert len(rows) == len(page.query("svg.chart"))
    for row in rows:
        chart = row.query("svg.chart")[0]
        words = " ".join(cell.to_text() for cell in row.query("th, td.number, td.asked"))
        said = {int(number) for number in re.findall(r"\d+", words)}
        missing = {
            n for n in drawn(chart) if not said & {n - 1, n, n + 1}
        }  # halves are rounded twice
        assert not missing, (words, missing)
        assert all(level in words for level in rated(chart)), words
        assert chart.attrs["role"] == "img"
        spoken = {int(number) for number in re.findall(r"\d+", chart.attrs["aria-label"] or "")}
        assert spoken <= said, (spoken, said)
    return len(rows)


@pytest.fixture
def runs(learner: User, mentor: User) -> tuple[Assessment, Assessment]:
    """Two finished assessments, the later one with ratings of the learner and of a mentor."""
    first = factories.finished(learner)
    rate = {"model-serving": 1, "networking": 4}
    later = factories.finished(learner, ratings=rate)
    shared = factories.mentorship(learner, mentor)
    serving = Domain.objects.get(slug="model-serving")
    actions.rate_mentee(shared, serving, Level.PROFESSIONAL, "Led the migration.", by=mentor)
    return first, later


@pytest.mark.parametrize("page", ["report", "what_if", "compare", "sample"])
def test_X09_every_chart_has_its_numbers_in_its_row(
    learner: User, runs: tuple[Assessment, Assessment], page: str
) -> None:
    first, later = runs
    keys = {"sample": [], "compare": [first.pk, later.pk]}.get(page, [later.pk])
    client: Client = factories.signed_in(learner)
    tree = html.parsed(client.get(reverse(f"roadmap:{page}", args=keys)))
    assert check(tree) == 18
    assert tree.query(".summary, .lead")  # and what they come to, in a sentence


def test_X09_a_verdict_is_a_word_and_a_shape_besides_its_colour(
    learner: User, runs: tuple[Assessment, Assessment]
) -> None:
    url = reverse("roadmap:report", args=[runs[1].pk])
    rows = html.parsed(factories.signed_in(learner).get(url)).query("table.profile tbody tr")
    assert len(rows) == 18
    assert all(row.query("th .tag")[0].to_text().strip() for row in rows)
