"""Reads pages as a browser would."""

from django.http import HttpResponse
from justhtml import Element, JustHTML


def parsed(response: HttpResponse) -> JustHTML:
    """The page as a tree; kept with the response, because reading one takes long."""
    if not hasattr(response, "tree"):
        response.tree = JustHTML(response.content.decode(), sanitize=False, collect_errors=True)
    tree: JustHTML = response.tree
    return tree


def fragment(response: HttpResponse) -> JustHTML:
    """A part of a page as a tree."""
    return JustHTML(response.content.decode(), sanitize=False, fragment=True)


def parse_errors(response: HttpResponse) -> list[str]:
    """What a strict reader finds wrong with a page."""
    return [str(error) for error in parsed(response).errors]


def title(response: HttpResponse) -> str:
    return " ".join(parsed(response).query("title")[0].to_text().split())


def text(response: HttpResponse, selector: str = "main") -> str:
    """The words of the first element that fits, with single spaces."""
    return " ".join(parsed(response).query(selector)[0].to_text().split())


def errors(response: HttpResponse) -> list[str]:
    """The lines of the error summary."""
    return [item.to_text().strip() for item in parsed(response).query(".error-summary li")]


def error_targets(response: HttpResponse) -> list[Element]:
    """The elements to which the lines of the error summary lead."""
    page = parsed(response)
    return [page.query(a.attrs["href"])[0] for a in page.query(".error-summary a")]


def checked(response: HttpResponse) -> list[str]:
    """Values of the boxes and radios that are ticked, and of the chosen options of selects."""
    ticked = [box.attrs["value"] for box in parsed(response).query("input[checked]")]
    return ticked + [o.attrs["value"] for o in parsed(response).query("option[selected]")]
