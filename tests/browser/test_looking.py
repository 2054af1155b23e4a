"""The looks at every page notice what they are there to notice."""

from dataclasses import dataclass

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.looking import complaints

BUTTON = "<button> Continue to the self-rating"


@dataclass(frozen=True)
class Fault:
    """A page made worse, and what one check says about it light and wide, and dark and narrow."""

    path: str
    script: str
    check: str
    wide: str | None
    narrow: str | None


def styled(selector: str, values: str) -> str:
    """A script that styles elements; attributes with styles would break the content policy."""
    return f"document.querySelectorAll({selector!r}).forEach(e => Object.assign(e.style, {values}))"


FAULTS = {
    "no language": Fault(
        "/start/",
        "document.documentElement.removeAttribute('lang')",
        "axe",
        *["html-has-lang: html"] * 2,
    ),
    "text that is faint on white": Fault(
        "/start/", styled(".lead", "{color: '#999'}"), "axe", "color-contrast: .lead", None
    ),
    "small targets side by side": Fault(
        "/start/",
        styled(
            ".site-nav ul, .site-nav a",
            "{display: 'block', minHeight: 0, padding: 0, font: '9px/1 sans-serif'}",
        ),
        "axe",
        *['target-size: a[href$="map/"]'] * 2,
    ),
    "what axe is unsure of": Fault(
        "/start/",
        styled(".lead", "{background: 'linear-gradient(#fff, #eee)'}"),
        "axe",
        *["color-contrast: .lead"] * 2,
    ),
    "faint text in a picture": Fault(
        "/map/", styled("svg text", "{fill: '#999'}"), "text", "Linux: contrast 2.8", None
    ),
    "faint text in a wide table": Fault(
        "/method/", styled(".table-box td", "{color: '#777'}"), "text", "contrast 4.", "contrast 4."
    ),
    "faint marks": Fault(
        "/sample/", styled(".target", "{stroke: '#999'}"), "marks", "target: contrast 2.7", None
    ),
    "no outline": Fault(
        "/start/",
        styled(".button", "{outline: 'none'}"),
        "focus",
        *[f"{BUTTON}: no outline"] * 2,
    ),
    "a faint outline": Fault(
        "/start/",
        styled(".button", "{outlineColor: '#aaa'}"),
        "focus",
        f"{BUTTON}: outline contrast 2.2",
        None,
    ),
    "a bar over the end of the page": Fault(
        "/start/",
        styled(".site-footer", "{position: 'fixed', inset: '20% 0 0', zIndex: 9}"),
        "focus",
        f"{BUTTON}: behind <footer>",
        f"{BUTTON}: behind ",
    ),
    "an order of its own": Fault(
        "/start/",
        "document.querySelector('.button').tabIndex = 3",
        "focus",
        *[f"{BUTTON}: out of order"] * 2,
    ),
    "flat answers": Fault(
        "/start/",
        styled(".choice", "{minHeight: 0, padding: 0, fontSize: '10px'}"),
        "targets",
        "<input> length: 672 ×",
        "<input> length: 280 ×",
    ),
    "a small link": Fault(
        "/start/",
        styled(".site-footer a", "{display: 'block', minHeight: 0, padding: 0}"),
        "targets",
        *["<a> Sources:"] * 2,
    ),
    "what is too wide": Fault(
        "/start/",
        styled("fieldset", "{minWidth: '400px'}"),
        "sideways",
        None,
        "100 px wider than the window",
    ),
    "no room for spaced text": Fault(
        "/start/",
        styled("h1", "{height: '1.25em', overflow: 'hidden'}"),
        "spaced",
        *["<h1> What are you aiming at?: cut off"] * 2,
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found(open_page: OpenPage, fault: Fault) -> None:
    page = open_page(reduced_motion=True)
    page.goto(fault.path)
    page.evaluate(fault.script)
    found = complaints(page, [fault.check])[fault.check]
    for look, said in (("light and wide", fault.wide), ("dark and narrow", fault.narrow)):
        assert any(said in one for one in found[look]) if said else found[look] == []
