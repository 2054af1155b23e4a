"""The map: every domain and step, what comes before what, and where the person stands; the list says what the picture says."""

from itertools import chain

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from justhtml import Element

from assessment import actions, guests
from assessment.access import Person
from assessment.models import Assessment, ContentVersion, Domain, User
from roadmap.actions import mark_step
from roadmap.core.map_state import MapState
from roadmap.library import current_library
from roadmap.models import Step, StepState
from tests import factories
from tests.web import html
from tests.web.cast import guest_client

pytestmark = pytest.mark.django_db

MOST_QUERIES = 6
MOST_BYTES = 100_000
TOKEN = "a guest's token"
DOMAIN = "ml-pipelines"
OVERVIEW = "/map/"
STEPS = f"/map/{DOMAIN}/"
PAGES = (OVERVIEW, STEPS, f"/domains/{DOMAIN}/", "/steps/serve-a-model-at-a-local-address/")


def placed(by: User | Person) -> Assessment:
    """A finished assessment that aims at 60 and finds a sure 50 everywhere, 90 in machine learning fundamentals."""
    person = Person(user=by) if isinstance(by, User) else by
    run = actions.finish_early(factories.asking(by), by=person)
    run.aims = {slug: {"score": 65, "weight": 2} for slug in run.aims}
    run.aims["networking"] = {"score": 0, "weight": 0}
    run.save(update_fields=["aims"])
    run.results.update(score=50, standard_error=1, low=49, high=51, responses=2)
    high = {"score": 90, "standard_error": 1, "low": 89, "high": 91}
    run.results.filter(domain__slug="ml-fundamentals").update(**high)
    return run


def boxes(response: HttpResponse) -> dict[str, Element]:
    """The groups of the picture by the slug that their box leads to."""
    groups = html.parsed(response).query("svg.map g.spot")
    return {group.query("a")[0].attrs["href"].split("/")[-2]: group for group in groups}


def looks(response: HttpResponse) -> dict[str, set[str]]:
    return {slug: set(g.attrs["class"].split()) - {"spot"} for slug, g in boxes(response).items()}


def listed(response: HttpResponse) -> dict[str, str]:
    """What the list says of each entry, by slug."""
    items = html.parsed(response).query("section[aria-labelledby=list] li")
    return {
        item.query("a")[0].attrs["href"].split("/")[-2]: " ".join(item.to_text().split())
        for item in items
    }


# Everything is there


def test_the_overview_shows_every_domain_and_what_comes_before_it(client: Client) -> None:
    response = client.get(OVERVIEW)
    found, said = boxes(response), listed(response)
    domains = Domain.objects.filter(retired=False).prefetch_related("prerequisites")
    assert set(found) == set(said) == {domain.slug for domain in domains}
    for domain in domains:
        before = [needed.name for needed in domain.prerequisites.all()]
        group = found[domain.slug]
        name = group.query("a")[0].attrs["aria-label"]
        assert len(group.query("path.way")) == len(before)
        assert name.startswith(domain.name)
        assert name.endswith(f"Comes after {'; '.join(before)}." if before else f"{domain.name}.")
        assert " ".join(t.to_text() for t in group.query("text.name")) == domain.name
        after = ", ".join(f"“{name}”" for name in before)
        assert (f"After {after}" if before else "Nothing comes before it") in said[domain.slug]
        for name in before:
            earlier = said[next(d.slug for d in domains if d.name == name)]
            assert f"“{domain.name}”" in earlier.split("; before ")[1]


def test_the_maps_of_the_domains_together_show_every_step(client: Client) -> None:
    own: list[str] = []
    for domain in Domain.objects.filter(retired=False):
        response = client.get(reverse("roadmap:domain_map", args=[domain.slug]))
        mine = [slug for slug, look in looks(response).items() if "elsewhere" not in look]
        assert set(mine) == set(listed(response))
        assert len(response.content) <= MOST_BYTES
        own += mine
    assert sorted(own) == sorted(Step.objects.filter(retired=False).values_list("slug", flat=True))


def test_a_domains_map_reaches_into_other_domains(client: Client) -> None:
    response = client.get(STEPS)
    found = boxes(response)
    for step in Step.objects.filter(domain__slug=DOMAIN, retired=False):
        before = list(step.after.all())
        ways = found[step.slug].query("path.way")
        assert len(ways) == len(before)
        faint = [way for way in ways if "faint" in way.attrs["class"]]
        assert len(faint) == sum(needed.domain_id != step.domain_id for needed in before)
        for later in Step.objects.filter(after=step, retired=False):
            assert later.slug in found
            assert f"“{later.title}”" in listed(response)[step.slug]
    outside = {slug for slug, look in looks(response).items() if "elsewhere" in look}
    assert outside
    for step in Step.objects.filter(slug__in=outside):
        name = found[step.slug].query("a")[0].attrs["aria-label"]
        assert f"a step of {step.domain.name}" in name


def test_where_many_steps_of_other_domains_build_on_a_domain_they_are_only_listed(
    client: Client,
) -> None:
    response = client.get(reverse("roadmap:domain_map", args=["ml-fundamentals"]))
    own = Step.objects.filter(domain__slug="ml-fundamentals", retired=False)
    others = Step.objects.filter(after__in=own, retired=False).exclude(pk__in=own).distinct()
    assert f"{len(others)} steps of other domains build on these" in html.text(response)
    assert not {step.slug for step in others} & set(boxes(response))
    for step in own:
        for later in Step.objects.filter(after=step, retired=False):
            assert f"“{later.title}”" in listed(response)[step.slug]


def test_boxes_come_in_the_order_of_their_stages(client: Client) -> None:
    places = [
        (int(g.query("rect")[0].attrs["x"]), int(g.query("rect")[0].attrs["y"]))
        for g in boxes(client.get(OVERVIEW)).values()
    ]
    assert places == sorted(places)
    heads = [h.to_text() for h in html.parsed(client.get(OVERVIEW)).query("h3")]
    assert heads == [f"Stage {n}" for n in range(1, len({x for x, _ in places}) + 1)]


def test_a_map_of_no_domain_is_not_found(client: Client) -> None:
    assert client.get("/map/alchemy/").status_code == 404


def test_a_retired_domain_is_not_on_the_map(client: Client) -> None:
    Domain.objects.filter(slug="professional-practice").update(retired=True)
    ContentVersion.objects.create(digest="newer", summary="")
    assert "professional-practice" not in boxes(client.get(OVERVIEW))
    assert client.get("/map/professional-practice/").status_code == 404


# Where the person stands


def test_without_a_result_the_map_is_neutral(client: Client, learner: User) -> None:
    factories.asking(learner)
    for reader in (client, factories.signed_in(learner)):
        for page in (OVERVIEW, STEPS):
            response = reader.get(page)
            assert {frozenset(look - {"elsewhere"}) for look in looks(response).values()} == {
                frozenset({"neutral"})
            }
            assert not html.parsed(response).query("svg.map text.state")
            assert "Take the assessment" in html.text(response)


@pytest.mark.parametrize("who", ["account", "guest"])
def test_domains_are_marked_with_the_verdict_of_the_newest_result(learner: User, who: str) -> None:
    by = Person(user=learner) if who == "account" else Person(guest_key=guests.key_of(TOKEN))
    client = factories.signed_in(learner) if who == "account" else guest_client(TOKEN)
    older = placed(by)
    older.results.update(score=90, low=89, high=91)
    run = placed(by)
    response = client.get(OVERVIEW)
    found = looks(response)
    assert found["ml-fundamentals"] == {"strength"}
    assert found["networking"] == {"not-needed"}
    assert all(
        look == {"gap"} for s, look in found.items() if s not in ("ml-fundamentals", "networking")
    )
    group = boxes(response)["model-serving"]
    assert [text.to_text() for text in group.query("text.state")] == ["Gap"]
    assert " Gap. Comes after" in group.query("a")[0].attrs["aria-label"]
    assert "Gap" in listed(response)["model-serving"]
    said = {strong.to_text() for strong in html.parsed(response).query(".legend strong")}
    assert said == {s.label for s in (MapState.GAP, MapState.STRENGTH, MapState.NOT_NEEDED)}
    assert reverse("roadmap:report", args=[run.pk]) in html.parsed(response).to_html()


def test_steps_are_marked_by_the_level_in_their_own_domain(learner: User) -> None:
    placed(learner)
    response = factories.signed_in(learner).get("/map/feature-stores-data-quality/")
    facts, seen = current_library().step_facts, set()
    for slug, look in looks(response).items():
        # Level Engineer (2), with a target of level Professional (3); in the fundamentals Architect (4).
        if facts[slug].domain == "ml-fundamentals" or facts[slug].end <= 2:
            wanted = "above"
        else:
            wanted = "now" if facts[slug].start <= 2 else "later"
        assert look - {"elsewhere"} == {wanted}, slug
        seen.add(wanted)
    assert seen == {"above", "now", "later"}


@pytest.mark.parametrize("who", ["account", "guest"])
def test_steps_that_the_person_marked_say_so(learner: User, stranger: User, who: str) -> None:
    by = Person(user=learner) if who == "account" else Person(guest_key=guests.key_of(TOKEN))
    client = factories.signed_in(learner) if who == "account" else guest_client(TOKEN)
    marks = [StepState.DOING, StepState.DONE, StepState.SKIPPED, StepState.TODO]
    steps = list(Step.objects.filter(domain__slug=DOMAIN).order_by("slug")[: len(marks)])
    for step, state in zip(steps, marks, strict=True):
        mark_step(step, state, by=by)
    found = client.get(STEPS)
    assert [looks(found)[step.slug] for step in steps] == [
        {"doing"},
        {"done"},
        {"skipped"},
        {"neutral"},
    ]
    assert all(
        mark.label in listed(found)[step.slug]
        for step, mark in zip(steps[:3], marks[:3], strict=True)
    )
    for other in (Client(), guest_client("another"), factories.signed_in(stranger)):
        assert {"doing", "done", "skipped"}.isdisjoint(chain(*looks(other.get(STEPS)).values()))


def test_nobody_sees_where_somebody_else_stands(learner: User, stranger: User) -> None:
    run = placed(learner)
    for reader in (Client(), guest_client(TOKEN), factories.signed_in(stranger)):
        for page in PAGES:
            response = reader.get(page)
            assert str(run.pk) not in response.content.decode()
            assert "Back to your report" not in html.text(response)


# Ways there and back


def test_domains_and_steps_say_what_comes_before_and_after_and_lead_to_the_map(
    client: Client,
) -> None:
    for domain in Domain.objects.filter(retired=False):
        page = html.parsed(client.get(reverse("roadmap:domain", args=[domain.slug])))
        said = {a.attrs["href"].split("/")[-2] for a in page.query(".stack a[href^='/domains/']")}
        beside = {*domain.prerequisites.all(), *Domain.objects.filter(prerequisites=domain)}
        assert {other.slug for other in beside} <= said
        assert page.query(f"main a[href='/map/{domain.slug}/']")
    step = Step.objects.get(slug="serve-a-model-at-a-local-address")
    page = html.parsed(client.get(reverse("roadmap:step", args=[step.slug])))
    for other in {*step.after.all(), *Step.objects.filter(after=step)}:
        assert page.query(f"main a[href='/steps/{other.slug}/']")
    assert page.query("main a[href='/map/model-serving/']")


def test_every_page_leads_to_the_map_and_content_leads_back_to_the_report(learner: User) -> None:
    run, client = placed(learner), factories.signed_in(learner)
    report = reverse("roadmap:report", args=[run.pk])
    for page in PAGES:
        links = html.parsed(client.get(page)).query("main a")
        assert [a.to_text() for a in links if a.attrs["href"] == report] == ["Back to your report"]
    for page in (report, "/domains/"):
        assert html.parsed(client.get(page)).query("main a[href='/map/']")
    assert html.parsed(client.get("/")).query("header nav a[href='/map/']")


# Bounds


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["account", "guest"])
def test_the_number_of_queries_does_not_grow(learner: User, page: str, who: str) -> None:
    by = Person(user=learner) if who == "account" else Person(guest_key=guests.key_of(TOKEN))
    client = factories.signed_in(learner) if who == "account" else guest_client(TOKEN)
    placed(by)
    client.get(page)  # reads the content
    with CaptureQueriesContext(connection) as with_one:
        client.get(page)
    for _ in range(9):
        placed(by)
    with CaptureQueriesContext(connection) as with_ten:
        client.get(page)
    assert len(with_ten) == len(with_one) <= MOST_QUERIES


def test_the_marked_overview_is_light(learner: User) -> None:
    placed(learner)
    assert len(factories.signed_in(learner).get(OVERVIEW).content) <= MOST_BYTES
