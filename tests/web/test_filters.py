"""Whatever is typed into a filter, a number or an address is data: quick to check, never a query, never another page."""

import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from assessment import forms as assessment_forms
from assessment.core.responses import Outcome
from assessment.models import User
from roadmap import cohort_forms, search_forms, sharing_forms, talk_forms
from roadmap import forms as roadmap_forms
from roadmap.core.worksheet import NotAWorksheet, read
from roadmap.inviting import read_addresses
from tests import factories
from tests.web import html
from tests.web.cast import Cast, cast

INJECTIONS = (
    "' OR 1=1--",
    '" OR ""="',
    "1; DROP TABLE assessment_user",
    "%' ESCAPE '",
    "\\",
    "1)) UNION SELECT 1--",
)
FILTERS = {
    "roadmap:certifications": ("q", "relevance", "ladder", "domain", "kind", "provider"),
    "roadmap:resources": ("q", "domain"),
    "roadmap:mentees": ("q", "need", "sort", "page"),
    "roadmap:looks": ("page",),
    "roadmap:start": ("role",),
    "roadmap:talks": ("about",),
    "roadmap:map": ("q",),
}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.mark.parametrize("route", FILTERS)
def test_V1_2_4_query_text_in_a_filter_is_text(people: Cast, route: str) -> None:
    client, url = people.client("mentor"), reverse(route)
    everything = html.text(client.get(url, follow=True))
    for name in FILTERS[route]:
        for text in INJECTIONS:
            response = client.get(f"{url}?{urlencode({name: text})}", follow=True)
            assert response.status_code in (200, 404, 422), (name, text)
            # Never more than without the filter: nothing of others comes to light.
            assert len(html.text(response)) < len(everything) + 400, (name, text)
    assert User.objects.exists()


@pytest.mark.parametrize("route", ["roadmap:domain", "roadmap:step", "roadmap:certification"])
def test_V1_2_4_query_text_in_an_address_is_not_found(client: Client, db: None, route: str) -> None:
    good = {"roadmap:domain": "model-serving", "roadmap:certification": "x", "roadmap:step": "x"}
    path = reverse(route, args=[good[route]]).replace(good[route], "{}")
    for text in ("'%20OR%201=1--", "%27", "..%2f..%2f", "%00", "*"):
        assert client.get(path.format(text)).status_code in (400, 404), text


@pytest.mark.parametrize("name", ["x.css", "x.js", "x.png", "index.html"])
def test_V14_2_5_no_page_can_be_had_under_the_name_of_a_file(people: Cast, name: str) -> None:
    """Or a cache between browser and site could take a personal page for a file that everybody may have."""
    client = people.client("learner")
    for url in (people.url("roadmap:report", "learner.done"), "/me/", "/sharing/", "/account/"):
        for tail in (name, f";{name}", f"%2f{name}", f"?/{name}"):
            response = client.get(url + tail)
            if "?" not in tail:
                assert response.status_code == 404, url + tail
            assert "no-store" in response.headers["Cache-Control"]


LONG = 50_000
TEXTS = {
    "a": "a" * LONG,
    "digits": "1" * LONG,
    "thousands": "1,111" * (LONG // 5),
    "at signs": "a@" * (LONG // 2),
    "dots": "a." * (LONG // 2),
    "spaces": " " * LONG + "x",
    "address": "https://" + "a." * (LONG // 2),
    "brackets": "[" * LONG,
    "accents": "\u0301" * LONG,
}


def form_classes() -> list[Callable[[dict[str, str]], forms.Form]]:
    modules = (
        assessment_forms,
        roadmap_forms,
        sharing_forms,
        talk_forms,
        cohort_forms,
        search_forms,
    )
    found = {
        made
        for module in modules
        for made in vars(module).values()
        if isinstance(made, type) and issubclass(made, forms.BaseForm) and made.base_fields
    }
    return sorted(found, key=lambda made: made.__name__)


def fields() -> list[tuple[str, forms.Field]]:
    return [
        (f"{made.__name__}.{name}", field)
        for made in form_classes()
        for name, field in made.base_fields.items()
        if not isinstance(field, forms.FileField | forms.ModelChoiceField)
    ]


@pytest.mark.parametrize("kind", TEXTS)
def test_V1_3_12_no_field_takes_long_whatever_it_gets(kind: str) -> None:
    slow = {}
    for name, field in fields():
        started = time.process_time()
        with suppress(forms.ValidationError):
            field.clean(TEXTS[kind])
        took = time.process_time() - started
        if took > 0.1:
            slow[name] = took
    assert slow == {}
    assert len(fields()) > 25


@pytest.mark.parametrize("kind", TEXTS)
def test_V1_3_12_an_answer_a_list_and_a_file_do_not_either(
    db: None, learner: User, kind: str
) -> None:
    run, client = factories.asking_kind(learner, "number"), factories.signed_in(learner)
    url = reverse("assessment:take", args=[run.pk, run.position])
    client.post(url, {"number": "x"})
    started = time.process_time()
    assert client.post(url, {"number": TEXTS[kind]}).status_code == 422
    assert time.process_time() - started < 1  # with the whole page around it
    started = time.process_time()
    read_addresses(TEXTS[kind])
    assert time.process_time() - started < 0.5  # a file of addresses, not a field
    with pytest.raises(NotAWorksheet):
        read(TEXTS[kind].encode())


def test_V2_2_3_V2_2_1_a_place_that_the_question_does_not_have_is_refused(learner: User) -> None:
    """Options go by their place in the question that waits: there is no way to name one of another question."""
    run, client = factories.asking_kind(learner, "one"), factories.signed_in(learner)
    url = reverse("assessment:take", args=[run.pk, run.position])
    assert run.asked is not None
    beyond = run.asked.options.count() + 1
    others = [str(beyond), "0", "-1", str(run.asked.options.all()[0].pk + 10**6), "1.0", "١"]
    for choice in others:
        assert client.post(url, {"choice": choice}).status_code == 422, choice
    assert not run.responses.exists()
    assert client.post(url, factories.posted_for(run, Outcome.RIGHT)).status_code == 302
