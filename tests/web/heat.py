"""What a cohort's page says of its counts, as its lead reads it."""

from django.http import HttpResponse
from django.urls import reverse
from justhtml import Element

from assessment.models import User
from roadmap.models import Cohort
from tests import factories
from tests.web import html

SERVING = "/domains/model-serving/"


def look(cohort: Cohort) -> HttpResponse:
    lead = cohort.members.filter(kind="lead")[0].user
    answer = factories.signed_in(lead).get(reverse("roadmap:cohort", args=[cohort.pk]))
    assert answer.status_code == 200
    return answer


def rows(page: HttpResponse) -> list[Element]:
    return html.parsed(page).query(".heat tbody tr")


def row(page: HttpResponse, href: str = SERVING) -> list[str]:
    """What the cells of a domain say: six counts, the middle person and the middle half."""
    for line in rows(page):
        if line.query("a")[0].attrs["href"] == href:
            return [" ".join(cell.to_text().split()) for cell in line.query("td")]
    raise AssertionError("There is no such row.")


def counts_file(cohort: Cohort) -> str:
    return reverse("roadmap:cohort_counts_file", args=[cohort.pk])


def file_of(cohort: Cohort, lead: User) -> str:
    return factories.signed_in(lead).get(counts_file(cohort)).content.decode("utf-8-sig")
