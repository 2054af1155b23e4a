"""Pages are light on the wire: what a browser gets, as compressed as a site sends it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.urls import reverse
from whitenoise.compress import Compressor

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import User
from tests import factories

KB = 1000  # bytes
ZIPPED = {"Accept-Encoding": "gzip"}
PARTS = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')


def weight(response: HttpResponse) -> int:
    """Bytes of the body as they are sent."""
    assert response.headers["Content-Encoding"] == "gzip"
    return len(response.content)


def parts(page: HttpResponse) -> dict[str, int]:
    """Every style sheet and script that a page loads, with its bytes as WhiteNoise compresses it."""
    found = {}
    for name in PARTS.findall(page.content.decode()):
        source = finders.find(name)
        assert source is not None, name
        found[name] = len(Compressor.compress_gzip(Path(source).read_bytes()))
    return found


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_U02_a_question_is_at_most_60_kb_in_six_requests(learner: User, kind: Kind) -> None:
    run, client = factories.asking_kind(learner, kind.value), factories.signed_in(learner)
    url = reverse("assessment:take", args=[run.pk, 1])
    html = weight(client.get(url, headers=ZIPPED))
    page = client.get(url)
    loaded = parts(page)
    styles = sum(size for name, size in loaded.items() if name.endswith(".css"))
    scripts = sum(size for name, size in loaded.items() if name.endswith(".js"))
    assert html <= 8 * KB
    assert styles <= 12 * KB
    assert scripts <= 22 * KB
    assert html + styles + scripts <= 60 * KB
    assert 1 + len(loaded) <= 6
    # The icon of the tab is no part of the page; there are no pictures besides, and no fonts.
    assert not re.findall(rb"<(?:img|picture|iframe|video|audio)\b|<link[^>]+preload", page.content)


def test_U02_no_style_sheet_loads_more() -> None:
    sheets = list(Path(finders.find("css/base.css") or "").parent.glob("*.css"))
    assert len(sheets) >= 3
    assert not [p for p in sheets if re.search(r"@import|@font-face|url\(", p.read_text("utf-8"))]


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_U02_the_next_question_is_at_most_4_kb(learner: User, kind: Kind) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    url = reverse("assessment:take", args=[run.pk, 1])
    posted = factories.posted_for(run, Outcome.RIGHT)
    answer = client.post(url, posted, headers={"HX-Request": "true", **ZIPPED})
    assert answer.status_code == 200
    assert weight(answer) <= 4 * KB
    factories.ask(run := type(run).objects.get(pk=run.pk), kind.value)
    refused = client.post(
        reverse("assessment:take", args=[run.pk, run.position]),
        headers={"HX-Request": "true", **ZIPPED},
    )
    assert refused.status_code == 422  # the same question again, with its error
    assert weight(refused) <= 4 * KB


def test_U02_a_report_is_at_most_120_kb(learner: User) -> None:
    run = factories.finished(learner, ratings={"model-serving": 1}, length=Length.THOROUGH)
    client = factories.signed_in(learner)
    assert weight(client.get(reverse("roadmap:report", args=[run.pk]), headers=ZIPPED)) <= 120 * KB
