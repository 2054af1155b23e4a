"""What is wrong with a page that is open: by axe's rules, and by measures of our own for what axe cannot judge."""

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
    "preload": False,  # nothing comes from elsewhere
}
# What axe leaves to a person, by rule and selector, and why it is no fault. Anything else it is unsure of is a complaint.
TRIAGED = {
    ("color-contrast", "svg text"): "axe cannot tell what lies behind; `text` in checks.js can",
    (
        "color-contrast",
        ".table-box *",
    ): "on a narrow screen a wide table waits to be scrolled, so axe cannot see what lies"
    " behind its last columns; `text` in checks.js can",
}
CHECKS_JS = Path(__file__).with_name("checks.js").read_text("utf-8")
SCRIPT = f"{Axe().axe_script};\n{CHECKS_JS}"
RUN = """([rules, triaged]) => axe.run(rules).then(({ violations, incomplete }) => {
  const judged = (id, { target }) => triaged.some(([rule, selector]) =>
    rule === id && target.length === 1 && document.querySelector(target[0])?.matches(selector));
  const left = incomplete.flatMap(({ id, nodes }) => nodes.filter(node => !judged(id, node)).map(node => [id, node]));
  return [...violations.flatMap(({ id, nodes }) => nodes.map(node => [id, node])), ...left]
    .map(([id, { target }]) => `${id}: ${target}`);
})"""

CHECKS = ("axe", "text", "marks", "focus", "targets", "sideways", "spaced")  # see checks.js
LOOKS: dict[str, tuple[Literal["light", "dark"], int, int]] = {
    "light and wide": ("light", 1280, 900),
    "dark and narrow": ("dark", 320, 256),
    "phone": ("dark", 390, 900),
}
Complaints = dict[str, dict[str, list[str]]]  # by the name of the check, then by the look


def complaints(page: Page, checks: Collection[str] = CHECKS) -> Complaints:
    """Everything wrong with a page: light and wide, dark and as narrow as 400 % zoom makes it, and between the two."""
    page.evaluate(SCRIPT)
    found: Complaints = {check: {} for check in checks}
    for look, (colours, width, height) in LOOKS.items():
        page.emulate_media(color_scheme=colours)
        page.set_viewport_size({"width": width, "height": height})
        for check in checks if look != "phone" else {"sideways"} & set(checks):
            found[check][look] = _said(page, check)
    return found


def _said(page: Page, check: str) -> list[str]:
    if check == "axe":
        said: list[str] = page.evaluate(RUN, [RULES, [list(place) for place in TRIAGED]])
    else:
        if check == "focus":
            page.keyboard.press("Tab")  # from here on the browser shows where the keyboard is
        said = page.evaluate(f"checks.{check}()")
    return said


def by_place(found: dict[str, Complaints], *checks: str) -> dict[str, list[str]]:
    """What some checks found on any of the pages, by page and look; empty when nothing is wrong."""
    return {
        f"{page}, {look}: {check}": problems
        for page, of_page in found.items()
        for check in checks
        for look, problems in of_page[check].items()
        if problems
    }
