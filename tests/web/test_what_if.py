"""What if: another role, other levels and weights, without JavaScript and with htmx; bad addresses get a page that says so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from justhtml import Element

from assessment.core.responses import Outcome
from assessment.models import Assessment, ContentVersion, User
from roadmap.core.roles import closest
from roadmap.library import current_library
from roadmap.models import Role, Step, WantedScore
from roadmap.report import report_of
from tests import factories
from tests.web import html
from tests.web.cast import cast

MOST_QUERIES = 12
DOMAIN = "model-serving"
HTMX = {"HX-Request": "true"}


def address(run: Assessment) -> str:
    return reverse("roadmap:what_if", args=[run.pk])


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


@pytest.fixture
def hers(learner: User) -> Client:
    return factories.signed_in(learner)


def rows(response: HttpResponse) -> dict[str, Element]:
    """The rows of the table by domain slug."""
    found = html.parsed(response).query("table.beside tbody tr")
    return {row.query("th a")[0].attrs["href"].split("/")[-2]: row for row in found}


def words(element: Element) -> str:
    return " ".join(element.to_text().split())


def asked(row: Element) -> list[str]:
    """What the cells of the roles say."""
    return [words(cell) for cell in row.query("td.asked")]


def near(response: HttpResponse) -> list[Element]:
    return html.parsed(response).query("#near ~ ol li")


# The role of the assessment


def test_without_a_choice_it_says_what_the_report_says(run: Assessment, hers: Client) -> None:
    response = hers.get(address(run))
    report = report_of(run)
    assert list(rows(response)) == [row.domain for row in report.gaps.rows]
    for standing in report.gaps.rows:
        row = rows(response)[standing.domain]
        assert words(row.query("td.number")[0]).split()[0] == f"{round(standing.score)}"
        assert f"{round(standing.low)}–{round(standing.high)}" in row.to_text()
        (said,) = asked(row)
        if standing.weight:
            assert said.startswith(standing.verdict.label)
            assert f"target {standing.target}, " in said
            assert said.endswith(f"weight {standing.weight}")
            side = "below" if standing.gap > 0 else "above"
            assert f"{abs(round(standing.gap))} {side}" in said
        else:
            assert said == "Not needed"
    assert html.title(response) == "What if: MLOps Engineer – Waymark"
    assert "Aim at this role" not in html.text(response)
    assert "asks for something else today" not in html.text(response)
    assert html.parse_errors(response) == []


def test_the_report_leads_to_it_for_the_learner_alone(run: Assessment, hers: Client) -> None:
    report = html.parsed(hers.get(reverse("roadmap:report", args=[run.pk])))
    assert address(run) in [a.attrs["href"] for a in report.query("header a")]
    assert "What if" not in html.text(hers.get("/sample/"), "main header")


def test_it_says_when_the_role_asks_something_else_than_it_did(
    run: Assessment, hers: Client
) -> None:
    WantedScore.objects.filter(role__slug=run.role, domain__slug=DOMAIN).update(score=97, weight=3)
    ContentVersion.objects.create(digest="newer", summary="")
    response = hers.get(address(run))
    assert "asks for something else today" in html.text(response)
    assert "target 97" in asked(rows(response)[DOMAIN])[0]
    assert "asks for something else" not in html.text(
        hers.get(f"{address(run)}?role=aiops-engineer")
    )


def test_a_role_that_is_gone_gives_way_to_the_default(learner: User, hers: Client) -> None:
    run = factories.finished(learner, role="aiops-engineer")
    Role.objects.filter(slug="aiops-engineer").update(retired=True)
    ContentVersion.objects.create(digest="newer", summary="")
    assert html.title(hers.get(address(run))) == "What if: MLOps Engineer – Waymark"
    assert hers.get(f"{address(run)}?role=aiops-engineer").status_code == 422


# Another role, and a second one


def test_another_role_brings_its_targets_and_changes_no_estimate(
    run: Assessment, hers: Client
) -> None:
    own, other = hers.get(address(run)), hers.get(f"{address(run)}?role=sre-for-ml-systems")
    role = Role.objects.get(slug="sre-for-ml-systems")
    for wanted in role.wanted.select_related("domain"):
        row = rows(other)[wanted.domain.slug]
        before = rows(own)[wanted.domain.slug]
        assert words(row.query("td.number")[0]) == words(before.query("td.number")[0])
        (said,) = asked(row)
        assert f"target {wanted.score}," in said or (wanted.weight == 0 and said == "Not needed")
    assert role.summary in html.text(other)
    assert html.checked(other)[0] == "sre-for-ml-systems"
    run.refresh_from_db()
    assert (run.role, run.goal.role.slug) == ("mlops-engineer", "mlops-engineer")


def test_roles_are_offered_by_seniority(run: Assessment, hers: Client) -> None:
    page = html.parsed(hers.get(address(run)))
    groups = {
        group.attrs["label"]: {o.attrs["value"] for o in group.query("option")}
        for group in page.query("#id_role optgroup")
    }
    assert list(groups) == ["Entry", "Mid", "Senior", "Lead"]
    for label, slugs in groups.items():
        there = Role.objects.targets().filter(seniority=label.lower())
        assert slugs == set(there.values_list("slug", flat=True))


def test_two_roles_stand_side_by_side_and_differences_are_marked_in_words(
    run: Assessment, hers: Client
) -> None:
    alone = hers.get(f"{address(run)}?role=senior-mlops-engineer")
    both = hers.get(f"{address(run)}?role=mlops-engineer&second=senior-mlops-engineer")
    marked = 0
    for slug, row in rows(both).items():
        first, second = asked(row)
        assert [second] == asked(rows(alone)[slug])
        differ = first.split(" target")[0] != second.split(" target")[0]
        marked += differ
        assert ("Verdicts differ" in row.to_text()) == differ
        assert (row.attrs.get("class") == "differs") == differ
    assert marked > 0
    assert f"The verdict differs in {marked} of 18 domains" in html.text(both)
    titles = [words(h) for h in html.parsed(both).query(".grid h3")]
    assert titles == ["MLOps Engineer", "Senior MLOps Engineer"]


def test_a_role_beside_itself_shows_what_the_changes_do(run: Assessment, hers: Client) -> None:
    query = "?role=mlops-engineer&second=mlops-engineer"
    same = hers.get(address(run) + query)
    assert "The verdict is the same in every domain." in html.text(same)
    changed = hers.get(f"{address(run)}{query}&weight-{DOMAIN}=0")
    assert asked(rows(changed)[DOMAIN])[0] == "Not needed"
    assert asked(rows(changed)[DOMAIN])[1] == asked(rows(same)[DOMAIN])[1]
    assert "The verdict differs in 1 of 18 domains" in html.text(changed)


# Changes to single domains


def test_levels_and_weights_can_be_changed_and_reset(run: Assessment, hers: Client) -> None:
    query = f"role=mlops-engineer&level-{DOMAIN}=architect&weight-networking=3"
    before, after = hers.get(address(run)), hers.get(f"{address(run)}?{query}")
    assert "target 90," in asked(rows(after)[DOMAIN])[0]
    assert asked(rows(after)["networking"])[0].endswith("weight 3")
    for slug, row in rows(after).items():
        if slug not in (DOMAIN, "networking"):
            assert asked(row) == asked(rows(before)[slug])
    page = html.parsed(after)
    assert [d for d in page.query("form details") if "open" in d.attrs]
    assert [o.attrs["value"] for o in page.query("form details option[selected]")] == [
        "architect",
        "3",
    ]
    assert "MLOps Engineer with your changes" in html.text(after, "#found")
    (reset,) = [a.attrs["href"] for a in page.query("form a")]
    assert html.text(hers.get(reset), "table") == html.text(before, "table")
    assert not html.parsed(before).query("form details[open]")


def test_the_choices_say_what_the_role_asks(run: Assessment, hers: Client) -> None:
    response = hers.get(f"{address(run)}?role=sre-for-ml-systems")
    wanted = WantedScore.objects.get(role__slug="sre-for-ml-systems", domain__slug=DOMAIN)
    level, weight = (
        words(html.parsed(response).query(f"#id_{what}-{DOMAIN} option")[0])
        for what in ("level", "weight")
    )
    assert level.endswith(f"({wanted.score})")
    assert weight == f"As asked: {wanted.weight}"


def test_a_higher_wanted_level_is_reached_by_more_hours(run: Assessment, hers: Client) -> None:
    def hours(query: str) -> int:
        said = html.text(hers.get(address(run) + query), "[aria-labelledby=found]")
        return int(said.split("takes about ")[1].split()[0])

    slugs = current_library().domains
    all_of_it = "&".join(f"level-{slug}=architect&weight-{slug}=3" for slug in slugs)
    assert hours(f"?{all_of_it}") > hours("")


def test_when_nothing_counts_it_says_so(run: Assessment, hers: Client) -> None:
    query = "&".join(f"weight-{slug}=0" for slug in current_library().domains)
    response = hers.get(f"{address(run)}?{query}")
    assert response.status_code == 200
    assert "No domain has a weight, so there is nothing to compare with." in html.text(response)
    assert "There is nothing to plan" in html.text(response)
    assert {asked(row)[0] for row in rows(response).values()} == {"Not needed"}


# Steps


def test_the_first_steps_begin_this_week_at_the_hours_of_the_goal(
    learner: User, hers: Client
) -> None:
    run = factories.finished(learner, Outcome.WRONG, hours_per_week=3)
    section = html.parsed(hers.get(address(run))).query("[aria-labelledby=steps]")[0]
    items = section.query("li")
    assert len(items) == 5
    for item in items:
        step = Step.objects.get(slug=item.query("a")[0].attrs["href"].split("/")[-2])
        assert f"about {step.hours} hour" in item.to_text()
    whole = html.text(hers.get(address(run)), "[aria-labelledby=found]")
    hours = int(whole.split("takes about ")[1].split()[0])
    assert f"{-(-hours // 3)} weeks at 3 hours a week" in whole
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=-(-7 * hours // 3) - 1)
    assert f"It ends on {day.day} {day:%B %Y}." in words(section.query("p")[0])


def test_a_date_that_is_too_early_is_named(learner: User, hers: Client) -> None:
    day = timezone.localdate() + timedelta(days=3)
    run = factories.finished(learner, Outcome.WRONG, by_date=day)
    said = html.text(hers.get(address(run)), "[aria-labelledby=steps]")
    assert f"which is after {day.day} {day:%B %Y}, the date you aim for" in said


# The closest roles


def test_the_five_closest_roles_come_first_and_lead_into_the_comparison(
    run: Assessment, hers: Client
) -> None:
    query = f"role=senior-mlops-engineer&level-{DOMAIN}=engineer"
    response = hers.get(f"{address(run)}?{query}")
    library = current_library()
    expected = closest(report_of(run).gaps.rows, library.role_aims)
    found = near(response)
    assert len(found) == 5
    for item, closeness in zip(found, expected, strict=False):
        said = words(item)
        assert library.roles[closeness.role].name in said
        assert f"{closeness.missing:.1f} points missing" in said
        assert f"most in {closeness.most.name}: {round(closeness.most.shortfall)}" in said
        link = item.query("a")[0].attrs["href"]
        shown = hers.get(link)
        titles = [words(h) for h in html.parsed(shown).query(".grid h3")]
        assert titles[0] == "Senior MLOps Engineer with your changes"
        assert titles[1] == library.roles[closeness.role].name
    rest = html.parsed(response).query("#near ~ details li")
    assert len(found) + len(rest) == len(library.roles)


def test_a_role_that_is_shown_is_no_link(run: Assessment, hers: Client) -> None:
    first = closest(report_of(run).gaps.rows, current_library().role_aims)[0].role
    item = near(hers.get(f"{address(run)}?role={first}"))[0]
    assert not item.query("a")
    assert "Shown above" in item.to_text()


# Going on


def test_a_new_assessment_can_aim_at_the_role(run: Assessment, hers: Client) -> None:
    page = html.parsed(hers.get(f"{address(run)}?role=aiops-engineer&second=mlops-engineer"))
    links = [a.attrs["href"] for a in page.query("main a") if "/start/" in a.attrs["href"]]
    assert links == ["/start/?role=aiops-engineer"]
    assert "aiops-engineer" in html.checked(hers.get(links[0]))


@pytest.mark.parametrize("role", ["astronaut", "", "x" * 3000, "%F0%9F%92%A5"])
def test_the_start_ignores_a_role_that_is_not_there(guest: Client, db: None, role: str) -> None:
    response = guest.get(f"/start/?role={role}")
    assert response.status_code == 200
    assert "mlops-engineer" in html.checked(response)


def test_the_start_offers_no_advanced_role(guest: Client, db: None) -> None:
    advanced = Role.objects.filter(advanced=True)[0].slug
    assert "mlops-engineer" in html.checked(guest.get(f"/start/?role={advanced}"))


# How it is asked


def filled(response: HttpResponse) -> dict[str, str]:
    """What a browser sends with the form as it is."""
    fields = {}
    for select in html.parsed(response).query("form.what-if select"):
        chosen = select.query("option[selected]") or select.query("option")
        fields[select.attrs["name"]] = chosen[0].attrs["value"]
    return fields


def test_without_javascript_the_form_leads_to_an_address_worth_keeping(
    run: Assessment, hers: Client
) -> None:
    form = html.parsed(hers.get(address(run))).query("form.what-if")[0]
    assert (form.attrs["method"], form.attrs["action"]) == ("get", address(run))
    fields = filled(hers.get(address(run))) | {"second": "aiops-engineer", "weight-networking": "0"}
    assert len(fields) == 2 + 2 * 18
    sent = hers.get(address(run), fields)
    kept = f"{address(run)}?role=mlops-engineer&second=aiops-engineer&weight-networking=0"
    assert (sent.status_code, sent.url) == (302, kept)
    assert filled(hers.get(kept)) == fields
    assert hers.get(address(run), {"role": "", "second": ""}).url == address(run)


def test_htmx_gets_a_fragment_and_the_same_address(run: Assessment, hers: Client) -> None:
    fields = filled(hers.get(address(run))) | {"second": "aiops-engineer"}
    response = hers.get(address(run), fields, headers=HTMX)
    assert response.status_code == 200
    kept = f"{address(run)}?role=mlops-engineer&second=aiops-engineer"
    assert response.headers["HX-Push-Url"] == kept
    assert "<html" not in response.content.decode()
    fragment = html.fragment(response)
    (focused,) = fragment.query("[data-focus]")
    assert focused.attrs["id"] == "found"
    whole = hers.get(kept)
    assert html.text(whole, "table") == words(fragment.query("table")[0])
    assert not html.parsed(whole).query("[data-focus]")
    assert all("HX-Request" in answer.headers["Vary"] for answer in (whole, response))


# What cannot be


@pytest.mark.parametrize(
    ("query", "message", "field"),
    [
        ("role=astronaut", "Choose a role from the list.", "role"),
        ("second=astronaut", "Choose a second role from the list.", "second"),
        (
            "level-networking=god",
            "Networking and network security: choose a level from the list.",
            "level-networking",
        ),
        (
            "weight-networking=4",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
        (
            "weight-networking=-1",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
        (
            "weight-networking=1.5",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
    ],
)
def test_a_bad_address_is_named_and_the_rest_is_shown(
    run: Assessment, hers: Client, query: str, message: str, field: str
) -> None:
    url = f"{address(run)}?{query}&level-{DOMAIN}=architect"
    response = hers.get(url)
    assert response.status_code == 422
    assert html.title(response) == "Error: What if: MLOps Engineer – Waymark"
    assert html.errors(response) == [message]
    assert html.error_targets(response)[0].attrs["name"] == field
    said = html.text(response, f"#id_{field}_error")
    assert said.removeprefix("Error: ") == message
    assert "target 90," in asked(rows(response)[DOMAIN])[0]
    assert html.parse_errors(response) == []
    fragment = hers.get(url, headers=HTMX)
    assert fragment.status_code == 422
    assert "HX-Push-Url" not in fragment.headers
    assert len(html.fragment(fragment).query("[data-focus]")) == 1


def test_a_domain_that_is_not_there_cannot_be_changed(run: Assessment, hers: Client) -> None:
    response = hers.get(f"{address(run)}?level-circus=engineer&role=aiops-engineer")
    assert response.status_code == 422
    assert html.errors(response) == ["One of the changes is to a domain that is not known here."]
    assert html.checked(response)[0] == "aiops-engineer"


@pytest.mark.parametrize(
    "query",
    ["role=&role=%00", "role[]=x", "level-=", "weight-networking=%E2%91%A2", "q=" + "x" * 5000],
)
def test_no_address_breaks_the_page(run: Assessment, hers: Client, query: str) -> None:
    assert hers.get(f"{address(run)}?{query}").status_code in (200, 302, 400, 422)


def test_what_is_sent_is_never_markup(run: Assessment, hers: Client) -> None:
    response = hers.get(f"{address(run)}?role=%3Cb%3Ex&level-networking=%22%3E%3Cb%3Ey")
    assert response.status_code == 422
    assert not html.parsed(response).query("main b")


# Who


def test_a_guest_sees_it_too(db: None) -> None:
    people = cast()
    run = people.runs["guest.done"]
    response = people.client("guest").get(f"{address(run)}?second=aiops-engineer")
    assert response.status_code == 200
    assert len(rows(response)) == 18


# How much it costs


def test_the_number_of_queries_does_not_grow_with_the_assessments(
    learner: User, run: Assessment, hers: Client
) -> None:
    url = f"{address(run)}?role=sre-for-ml-systems&second=aiops-engineer&weight-networking=3"
    hers.get(url, headers=HTMX)  # fills the memory of content
    with CaptureQueriesContext(connection) as with_one:
        hers.get(url, headers=HTMX)
    for _ in range(9):
        factories.finished(learner)
    with CaptureQueriesContext(connection) as with_ten:
        hers.get(url, headers=HTMX)
    assert len(with_ten) == len(with_one)
    assert len(with_ten) <= MOST_QUERIES, f"The page took {len(with_ten)} queries."
