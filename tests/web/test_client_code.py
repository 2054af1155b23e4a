"""What runs in the browser: it writes no data as markup, keeps nothing there, and takes no keys away."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_conventions import APPS, python_in, relative, tracked
from tests.web import html
from tests.web.browsing import every_response
from tests.web.cast import Cast, cast

SCRIPTS = [path for path in tracked(".js") if relative(path).startswith("static/")]
TEMPLATES = tracked(".html")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def code(path: Path) -> str:
    """A script without its comments."""
    return re.sub(r"//.*", "", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=relative)
def test_V3_2_2_a_script_writes_no_data_as_markup(path: Path) -> None:
    markup = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTML"
    )
    assert not re.search(rf"{markup}|\beval\(|new Function|setTimeout\(['\"]", code(path))


@pytest.mark.parametrize("path", SCRIPTS, ids=relative)
def test_V14_3_3_a_script_keeps_nothing_in_the_browser(path: Path) -> None:
    assert not re.search(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", code(path)
    )


def test_V14_3_3_htmx_keeps_no_page_in_the_browser_and_runs_no_code(people: Cast) -> None:
    page = html.parsed(people.client("learner").get(people.url("assessment:take", "learner.open")))
    told = page.query("meta[name=htmx-config]")[0].attrs["content"]
    for setting in (
        '"historyCacheSize": 0',
        '"allowEval": false',
        '"selfRequestsOnly": true',
        '"includeIndicatorStyles": false',
    ):
        assert setting in told


@pytest.mark.parametrize("path", SCRIPTS, ids=relative)
def test_X08_no_script_listens_to_keys(path: Path) -> None:
    assert not re.search(r"key(down|up|press)|accessKey", code(path))


@pytest.mark.parametrize("person", ["anonymous", "learner", "mentor"])
def test_X08_V1_2_3_no_page_has_shortcuts_and_data_in_scripts_stays_data(
    people: Cast, person: str
) -> None:
    for url, response in every_response(people, person).items():
        if response.content and response.headers["Content-Type"].startswith("text/html"):
            page = html.parsed(response)
            assert not page.query("[accesskey]"), url
            for script in page.query("script"):
                inside = script.to_text().strip()
                assert not inside or script.attrs.get("type") == "application/json", url
                assert not set(inside) & set("<>&"), url  # as json_script writes them


def test_I01_no_template_of_a_page_trusts_what_it_shows() -> None:
    """What is markup on purpose is made so in code, where it is made: authors' Markdown, and a link for staff."""
    trusting = re.compile(r"\|\s*safe\b|autoescape off|mark_safe")
    assert [relative(path) for path in TEMPLATES if trusting.search(path.read_text("utf-8"))] == []
    marked = [
        relative(path)
        for app in APPS
        for path in python_in(app)
        if re.search(r"mark_safe|SafeString\(|format_html", path.read_text("utf-8"))
    ]
    assert marked == ["assessment/problem_admin.py", "assessment/templatetags/waymark.py"]


def test_V15_2_3_nothing_for_developers_is_installed() -> None:
    tools = ("debug_toolbar", "django_extensions", "silk", "django_browser_reload", "schema_viewer")
    assert not set(tools) & set(settings.INSTALLED_APPS)
    assert not settings.DEBUG
    assert not settings.TEMPLATES[0]["OPTIONS"].get("debug", False)
