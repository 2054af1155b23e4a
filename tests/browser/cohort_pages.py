"""Every page of cohorts, in every state worth looking at."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from roadmap import actions
from roadmap.models import Cohort
from tests import factories
from tests.browser.visits import Tour, Visit, at, refused
from tests.web import groups


def cohort_lead() -> Tour:
    """Somebody who leads a small cohort and a large one, and sees a link that no longer works."""
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    few = factories.cohort(max_, name="Two people")
    factories.joined(few, lena)
    factories.joined(few, factories.user(email="cora@example.org", name="Cora"), kind="mentor")
    _, gone = factories.join_link(few)
    actions.cancel_join_link(few.links.latest("pk"), by=max_)

    many = factories.cohort(max_, name="Platform team")
    for number in range(24):
        groups.learner(
            many, number, named=number < 3, serving=number % 4 * 20 + 5, other=number % 5 * 17 + 5
        )

    return Tour(
        max_,
        [
            at("roadmap:cohort", few.pk, state="too few"),
            at("roadmap:cohort", many.pk, state="counted"),
            Visit("roadmap:cohort", "explained", explain),
            at("roadmap:cohort_people", few.pk, state="nobody"),
            at("roadmap:cohort_people", many.pk),
            at("roadmap:cohorts", state="lead"),
            at("roadmap:cohort_new"),
            refused("roadmap:cohort_new", name=""),
            at("roadmap:cohort_members", few.pk, state="lead"),
            refused("roadmap:cohort_members", few.pk, limit="many"),
            Visit("roadmap:cohort_members", "link made", lambda page: make_link(page, few)),
            at("roadmap:cohort_rename", few.pk),
            refused("roadmap:cohort_rename", few.pk, name=""),
            at("roadmap:cohort_delete", few.pk),
            at("roadmap:cohort_invite", few.pk),
            refused("roadmap:cohort_invite", few.pk, addresses=""),
            Visit("roadmap:cohort_invite", "tried", lambda page: try_list(page, few)),
            Visit(
                "roadmap:join", "gone", lambda page: page.goto(reverse("roadmap:join", args=[gone]))
            ),
            Visit("roadmap:cohort_leave", "the only lead", lambda page: try_to_leave(page, few)),
        ],
    )


def explain(page: Page) -> None:
    page.goto(reverse("roadmap:cohorts"))
    page.get_by_role("link", name="Platform team").click()
    page.get_by_text("What is hidden, and why").click()


def make_link(page: Page, cohort: Cohort) -> None:
    page.goto(reverse("roadmap:cohort_members", args=[cohort.pk]))
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_label("Link", exact=True)).to_be_visible()


def try_list(page: Page, cohort: Cohort) -> None:
    page.goto(reverse("roadmap:cohort_invite", args=[cohort.pk]))
    page.get_by_label("Or the addresses").fill(f"nina@example.org\n{'x' * 200}\nsam@example.org")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 addresses can be used")
    page.get_by_text("The addresses", exact=True).click()


def try_to_leave(page: Page, cohort: Cohort) -> None:
    page.goto(reverse("roadmap:cohort_members", args=[cohort.pk]))
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are the only lead")


def cohort_learner() -> Tour:
    """Somebody who learns in one cohort, is asked into another, and comes back to a link they used."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    mine, other = factories.cohort(max_), factories.cohort(max_, name="Next year’s class")
    factories.joined(mine, lena, aggregate=True)
    paired = factories.cohort(max_, name="Study group")
    groups.learner(paired, 1, peers=True, serving=10, other=90)
    factories.joined(paired, lena, peers=True)
    groups.again(lena, serving=90, other=10)
    (_, used), (_, open_), (_, for_mentors) = (
        factories.join_link(mine),
        factories.join_link(other),
        factories.join_link(other, kind="mentor"),
    )

    def join_again(page: Page) -> None:
        page.goto(reverse("roadmap:join", args=[used]))
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("already")

    return Tour(
        lena,
        [
            at("roadmap:cohorts", state="learner"),
            at("roadmap:sharing", state="in a cohort"),
            at("roadmap:cohort", mine.pk, state="learner"),
            at("roadmap:cohort", paired.pk, state="paired"),
            at("roadmap:join", open_, state="learner"),
            at("roadmap:join", for_mentors, state="mentor"),
            Visit("roadmap:join", "joined before", join_again),
        ],
    )
