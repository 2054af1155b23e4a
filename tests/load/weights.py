"""How much each of the main pages weighs on the wire, with all it brings, and how many queries it asks."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.load.browser import Browser
from tests.load.figures import row
from tests.load.site import HOST

# The icon is fetched by the browser's frame, not by the page.
ASSET = re.compile(r'<(?:link rel="stylesheet"|script)[^>]*\b(?:href|src)="(/[^"]+)"')
KB = 1000
BUDGETS = {
    "question, with all it brings": 60,
    "question": 8,
    "swap": 4,
    "report": 120,
    "mentees": 150,
}
REQUESTS = {"question, with all it brings": 6}


@dataclass(frozen=True)
class Weight:
    """Bytes as they are and as they travel, how many requests they take, and the queries of a warm server."""

    raw: int
    packed: int
    requests: int = 1
    queries: int | None = None


def weights(port: int, learner: User, mentor: User) -> dict[str, Weight]:
    """The main pages. The mentor is one already; the learner has no open assessment."""
    done = factories.finished(learner)
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    question = reverse("assessment:take", args=[run.pk, 2])
    pages = {
        "start page": (learner, "/"),
        "question": (learner, question),
        "report": (learner, reverse("roadmap:report", args=[done.pk])),
        "plan": (learner, reverse("roadmap:plan", args=[done.pk])),
        "my road": (learner, reverse("roadmap:me")),
        "map": (learner, reverse("roadmap:map")),
        "mentees": (mentor, reverse("roadmap:mentees")),
    }
    found = {name: _of_page(port, who, path) for name, (who, path) in pages.items()}
    found["question, with all it brings"] = _with_assets(port, learner, question)
    found["swap"] = _of_swap(port, learner, run)
    return found


def over_budget(found: dict[str, Weight]) -> list[str]:
    heavy = [
        f"{name} weighs {found[name].packed / KB:.1f} KB; the budget is {budget}"
        for name, budget in BUDGETS.items()
        if found[name].packed > budget * KB
    ]
    return heavy + [
        f"{name} takes {found[name].requests} requests; the budget is {budget}"
        for name, budget in REQUESTS.items()
        if found[name].requests > budget
    ]


def weights_table(found: dict[str, Weight]) -> str:
    """A table in Markdown."""
    lines = [row("page", ["raw KB", "gzip KB", "requests", "queries"]), row("---", ["---:"] * 4)]
    for name, weight in found.items():
        kilobytes = (f"{size / KB:.1f}" for size in (weight.raw, weight.packed))
        queries = "" if weight.queries is None else weight.queries
        lines.append(row(name, [*kilobytes, weight.requests, queries]))
    return "\n".join(lines)


def browser_of(port: int, who: User) -> Browser:
    """A browser that is signed in."""
    name = settings.SESSION_COOKIE_NAME
    return Browser(port, cookies={name: factories.signed_in(who).cookies[name].value})


def _client(who: User) -> Client:
    client = factories.signed_in(who)
    client.defaults["SERVER_NAME"] = HOST
    return client


def _of_page(port: int, who: User, path: str) -> Weight:
    page = browser_of(port, who).get(path, "page")
    assert page.status == 200, f"{path} answered {page.status}"
    client = _client(who)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return Weight(len(page.text.encode()), len(page.body), queries=len(queries))


def _with_assets(port: int, who: User, path: str) -> Weight:
    browser = browser_of(port, who)
    pages = [browser.get(path, "page")]
    for asset in sorted(set(ASSET.findall(pages[0].text))):
        pages.append(browser.get(asset, "asset"))
        assert pages[-1].status == 200, asset
    raw, packed = (
        sum(sizes)
        for sizes in zip(*((len(p.text.encode()), len(p.body)) for p in pages), strict=True)
    )
    return Weight(raw, packed, len(pages))


def _of_swap(port: int, who: User, run: Assessment) -> Weight:
    """The next question as htmx gets it, and what taking an answer asks of the database."""
    browser = browser_of(port, who)
    form = browser.get(reverse("assessment:take", args=[run.pk, run.position]), "page").forms.to(
        "/q/"
    )
    assert form is not None
    sent = {name: values for name, values in form.filled().items() if name == "csrfmiddlewaretoken"}
    unknown = {"unknown": ["on"]} if "unknown" in form.controls else {"choice": ["unknown"]}
    page = browser.post(form.action, sent | unknown, "answer", htmx=True)
    assert page.status == 200, page.status
    client = _client(who)
    for _ in range(2):
        run.refresh_from_db()
        posted, url = (
            factories.posted_for(run, Outcome.RIGHT),
            reverse("assessment:take", args=[run.pk, run.position]),
        )
        with CaptureQueriesContext(connection) as queries:
            client.post(url, posted, headers={"HX-Request": "true"})
    return Weight(len(page.text.encode()), len(page.body), queries=len(queries))
