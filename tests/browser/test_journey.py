"""The whole journey in a browser, with JavaScript and without: from the landing page to a mentor's note and back."""

import pytest
from playwright.sync_api import Page, expect

from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User
from tests.browser import acts
from tests.browser.conftest import OpenPage

LEARNER, MENTOR = "lena@example.org", "max@example.org"
OPERATIONS = [
    "cloud-infrastructure",
    "containers-kubernetes",
    "monitoring-observability",
    "networking",
    "programming-linux",
    "reliability-operations",
]
MACHINE_LEARNING = [
    "data-engineering",
    "feature-stores-data-quality",
    "ml-fundamentals",
    "ml-pipelines",
    "model-serving",
    "reproducibility",
]


def outcome_for_an_operator(run: Assessment) -> Outcome:
    """How someone strong in operations, new to machine learning and middling elsewhere answers the waiting question."""
    assert run.asked is not None
    domain, even = run.asked.skill.domain.slug, run.position % 2 == 0
    if domain in OPERATIONS:
        return Outcome.RIGHT
    if domain in MACHINE_LEARNING:
        return Outcome.UNKNOWN if even else Outcome.WRONG
    return Outcome.RIGHT if even else Outcome.UNKNOWN


def take_it_all(page: Page) -> Assessment:
    """From the landing page to the report, as an operator who is new to machine learning."""
    run = acts.begin(page)
    acts.rate(page, dict.fromkeys(OPERATIONS, 3) | dict.fromkeys(MACHINE_LEARNING, 0))
    for position in range(1, 19):
        acts.at_question(page, position)
        run.refresh_from_db()
        acts.answer(page, run, outcome_for_an_operator(run), sure=position % 3 > 0)
    return run


def names_of(slugs: list[str]) -> set[str]:
    return set(Domain.objects.filter(slug__in=slugs).values_list("name", flat=True))


def check_report(page: Page) -> str:
    """The report says what the answers showed; returns its most urgent gap."""
    profile = acts.profile(page)
    weak, strong = names_of(MACHINE_LEARNING), names_of(OPERATIONS)
    gaps = {name for name, (verdict, _) in profile.items() if verdict in ("Gap", "Likely gap")}
    met = {
        name
        for name, (verdict, _) in profile.items()
        if verdict in ("Likely on target", "Strength")
    }
    listed = page.locator(".gap-list h3").evaluate_all(
        "all => all.map(h => h.firstChild.textContent.trim())"
    )
    assert len(profile) == 18
    assert set(listed) == gaps
    assert gaps & weak, profile
    assert not gaps & strong, profile
    assert not met & weak, profile
    assert max(profile[name][1] for name in weak) < min(profile[name][1] for name in strong)
    expect(page.locator(".summary")).to_contain_text(listed[0])
    expect(page.locator(".step-list > li").first).to_contain_text("Done when")
    expect(page.get_by_role("heading", name="Certifications that fit")).to_be_visible()
    return str(listed[0])


def check_review(page: Page) -> None:
    """From the report to question by question and back."""
    page.get_by_role("link", name="Question by question").click()
    expect(page.locator("article.reviewed")).to_have_count(18)
    expect(page.locator(".lead")).to_contain_text("18 questions")
    page.get_by_role("link", name="Back to the report").click()
    expect(page.locator("table.profile")).to_be_visible()


def mentor_accepts(page: Page, link: str) -> None:
    """A mentor without an account opens the link, makes one, and sees the report."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lena Learner wants you as a mentor")
    page.get_by_role("link", name="Make an account to accept").click()
    acts.sign_up(page, email=MENTOR, name="Max Mentor")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_have_text(
        "Lena Learner is asked to confirm that it is you."
    )
    expect(page.get_by_text("You see nothing before they confirm")).to_be_visible()


def learner_confirms(page: Page) -> None:
    """Who accepted is named, and sees nothing before the learner says that it is the right person."""
    page.goto("/sharing/")
    expect(page.get_by_text(f"Max Mentor ({MENTOR})")).to_be_visible()
    page.get_by_role("button", name="Yes, share with Max Mentor").click()
    expect(page.get_by_role("status")).to_have_text("Max Mentor can now see what you share.")


def mentor_finds_the_gap(page: Page, gap: str) -> None:
    """From signing in, one click shows whom to talk to about what, and the second the report."""
    acts.sign_in(page, email=MENTOR)
    page.get_by_role("link", name="Mentees").click()
    mentee = page.locator(".mentees > li")
    expect(mentee).to_contain_text("Lena Learner")
    expect(mentee).to_contain_text(f"Largest gap: {gap}")
    mentee.get_by_role("link", name="Lena Learner", exact=True).click()
    expect(page.locator(".gap-list h3").first).to_contain_text(gap)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_W02_P02_U01_a_guest_takes_the_assessment_keeps_it_and_shares_it(
    open_page: OpenPage, *, js: bool
) -> None:
    page = open_page(js=js)
    posts: list[int] = []
    page.context.on(
        "response", lambda r: posts.append(r.status) if r.request.method == "POST" else None
    )
    run = take_it_all(page)
    largest_gap = check_report(page)
    check_review(page)

    page.get_by_role("link", name="Make an account").click()
    acts.sign_up(page, email=LEARNER, name="Lena Learner")
    expect(page.get_by_role("status")).to_contain_text("is now in your account")
    assert check_report(page) == largest_gap
    run.refresh_from_db()
    assert run.learner == User.objects.get(email=LEARNER)

    link = acts.make_link(page, label="Max from work")
    mentor = open_page(js=js, provokes=[404])
    mentor_accepts(mentor, link)
    learner_confirms(page)
    mentor.get_by_role("link", name="Mentees").click()
    mentor.locator(".mentees").get_by_role("link", name="Lena Learner", exact=True).click()
    assert check_report(mentor) == largest_gap
    mentor.get_by_label("Write a note").fill("Let us talk about pipelines.")
    mentor.get_by_role("button", name="Save the note").click()
    expect(mentor.locator(".note")).to_contain_text("Let us talk about pipelines.")
    mentor_finds_the_gap(open_page(js=js), largest_gap)

    page.goto("/me/")
    page.get_by_role("link", name="Open your report").click()
    expect(page.locator(".note")).to_contain_text("Let us talk about pipelines.")
    page.goto("/me/")
    page.get_by_role("link", name="see who looked").click()
    expect(page.get_by_text("looked at a report").first).to_be_visible()
    page.get_by_role("button", name="Stop sharing with Max Mentor").click()
    expect(page.get_by_role("status")).to_contain_text("can no longer see your reports")
    gone = mentor.reload()
    assert gone is not None
    assert gone.status == 404
    assert js or set(posts) == {302}  # so that going back or loading again sends nothing twice
    expect(mentor.get_by_text("Let us talk")).to_have_count(0)
