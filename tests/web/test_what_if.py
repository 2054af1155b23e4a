"""What if: what the page says of another role, a second one, other levels and weights, and of the roles that are close."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
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
from tests.web.what_if_page import address, asked, rows, words

DOMAIN = "model-serving"


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


@pytest.fixture
def hers(learner: User) -> Client:
    return factories.signed_in(learner)


def near(response: HttpResponse) -> list[Element]:
    """The roles that are called the closest."""
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
