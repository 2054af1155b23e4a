"""Reads the page "What if": its address, its table, its list of roles."""

from django.http import HttpResponse
from django.urls import reverse
from justhtml import Element

from assessment.models import Assessment
from tests.web import html


def address(run: Assessment) -> str:
    return reverse("roadmap:what_if", args=[run.pk])


def rows(response: HttpResponse) -> dict[str, Element]:
    """The rows of the table by domain slug."""
    found = html.parsed(response).query("table.beside tbody tr")
    return {row.query("th a")[0].attrs["href"].split("/")[-2]: row for row in found}


def words(element: Element) -> str:
    return " ".join(element.to_text().split())


def asked(row: Element) -> list[str]:
    """What the cells of the roles say."""
    return [words(cell) for cell in row.query("td.asked")]
