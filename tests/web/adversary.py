"""Somebody who leads or mentors a cohort and tries to work out where one person stands, from all that they can open.

They are given more than anybody has: who is counted and which result was new on which day, how every count is hidden, and
where those stand who show them anything at all. What is left to find out are the others.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from django.http import HttpResponse
from django.urls import reverse

from assessment.models import User
from roadmap.counting import places
from roadmap.models import Cohort, CohortSnapshot
from roadmap.views.mentor import MENTEES_SHOWN
from tests import factories
from tests.web import html, inference

PAGES = ("cohort", "cohort_people", "cohort_members", "cohort_counts_file", "cohort_people_file")
GUESSES = (
    *(
        "domain",
        "level",
        "kind",
        "role",
        "q",
        "sort",
        "page",
        "day",
        "date",
        "on",
        "since",
        "until",
    ),
    *("named", "aggregate", "peers", "people", "member", "user", "min", "format", "fresh", "show"),
)
VALUES = ("1", "model-serving", "learner", "2026-01-01", "all")


@dataclass
class Adversary:
    """One lead or mentor, and what they have read on each day that they looked."""

    cohort: Cohort
    who: User
    tables: list[inference.Table] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # accounts of those who show them something

    def __post_init__(self) -> None:
        self.client = factories.signed_in(self.who)

    def open(self, page: str, query: str = "") -> HttpResponse:
        return self.client.get(f"{reverse(f'roadmap:{page}', args=[self.cohort.pk])}?{query}")

    def look(self) -> None:
        """Open every page; keep the table if it is a new one."""
        self.seen |= {*self._by_name(), *self._mentees()}
        page = self.open("cohort")
        rows = dict(_rows(page))
        assert _file(self.open("cohort_counts_file")) == {
            name: row.counts for name, row in rows.items()
        }, "The file tells something else than the page."
        newest = CohortSnapshot.objects.filter(cohort=self.cohort).first()
        if newest and rows and len(self.tables) < newest.cohort.snapshots.count():
            self.tables.append(inference.Table(newest.counted, rows))

    def _by_name(self) -> list[str]:
        page = html.parsed(self.open("cohort_people"))
        return self._accounts(h2.to_text() for h2 in page.query(".by-name h2"))

    def _mentees(self) -> list[str]:
        page = html.parsed(self.client.get(reverse("roadmap:mentees")))
        names = [link.to_text() for link in page.query("ul.mentees h2 a")]
        assert len(names) < MENTEES_SHOWN
        return self._accounts(names)

    def _accounts(self, names: Iterator[str] | list[str]) -> list[str]:
        words = [" ".join(name.split()) for name in names]
        return [str(pk) for pk in User.objects.filter(name__in=words).values_list("pk", flat=True)]

    def filters_that_work(self) -> list[tuple[str, str]]:
        """Pages and queries that show anything else than the page without a query."""
        found = []
        for page in PAGES:
            plain = _said(self.open(page))
            fields = html.parsed(self.open(page)).query("input[name], select[name]")
            names = {*GUESSES, *(one.attrs["name"] for one in fields)} - {"csrfmiddlewaretoken"}
            # Each alone, with each value, and all of them together.
            queries = [f"{name}={value}" for name in sorted(names) for value in VALUES]
            queries += ["&".join(f"{name}={value}" for name in sorted(names)) for value in VALUES]
            found += [(page, query) for query in queries if _said(self.open(page, query)) != plain]
        return found

    def recovered(self, *, knows_the_rules: bool = True) -> list[str]:
        """What they know for certain in the end of people who show them nothing; as sentences."""
        slugs = {row.slug: name for table in self.tables for name, row in table.rows.items()}
        runs = {run for table in self.tables for run in table.counted.values()}
        truth = places(runs, list(slugs))
        found = []
        for column, (slug, name) in enumerate(slugs.items()):
            levels = {run: row[column] for run, row in truth.items()}
            case = inference.case_of(self.tables, name, self.seen, levels)
            found += [
                f"{slug}: {sentence}"
                for sentence in case.recovered(knows_the_rules=knows_the_rules)
            ]
        return found


def _said(page: HttpResponse) -> list[str]:
    """The content without what differs at each request."""
    lines = page.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


def _rows(page: HttpResponse) -> Iterator[tuple[str, inference.Row]]:
    for line in html.parsed(page).query(".heat tbody tr"):
        link = line.query("th a")[0]
        cells = [" ".join(cell.to_text().split()) for cell in line.query("td")]
        counts = tuple(None if cell == "hidden" else int(cell) for cell in cells[:6])
        slug = link.attrs["href"].strip("/").split("/")[-1]
        fresh = "as of" not in line.query("th")[0].to_text()
        yield " ".join(link.to_text().split()), inference.Row(slug, counts, fresh, cells[6])


def _file(answer: HttpResponse) -> dict[str, tuple[int | None, ...]]:
    if answer.status_code == 404:
        return {}
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))[1:]
    return {
        line[0]: tuple(None if cell == "hidden" else int(cell) for cell in line[1:7])
        for line in lines
    }
