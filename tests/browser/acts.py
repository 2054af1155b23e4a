"""What people do in a browser: begin, rate, answer, sign up, sign in, share, accept."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain
from tests import factories


def begin(page: Page, *, length: str = "quick") -> Assessment:
    """From the landing page to the first page of the self-rating."""
    page.goto("/")
    page.get_by_role("link", name="Start the assessment").click()
    page.locator(f"input[name=length][value={length}]").check()
    page.get_by_role("button", name="Continue to the self-rating").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What describes you best today?")
    return Assessment.objects.get(state="rating")


def rate(page: Page, levels: Mapping[str, int]) -> None:
    """Go through all pages of the self-rating; domains without a level are left out."""
    names = list(Domain.objects.filter(retired=False).values_list("slug", flat=True))
    pages = -(-len(names) // 3)
    for number in range(1, pages + 1):
        expect(page.get_by_text(f"page {number} of {pages}")).to_be_visible()
        for slug in names[3 * (number - 1) : 3 * number]:
            if slug in levels:
                page.locator(f'input[name="{slug}"][value="{levels[slug]}"]').check()
        page.get_by_role("button", name="Save and").click()


def at_question(page: Page, position: int) -> None:
    """Wait for a question to be shown."""
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {position}")


def fill_in(page: Page, run: Assessment, outcome: Outcome) -> None:
    """Choose or type an answer to the waiting question that comes out as wanted."""
    for name, value in factories.posted_for(run, outcome).items():
        if name == "number":
            page.locator("input[name=number]").fill(str(value))
        elif name.startswith("rank-"):
            page.locator(f"select[name={name}]").select_option(str(value))
        elif name == "unknown" or value == "unknown":
            page.get_by_label("I don't know yet").check()
        elif name == "choice":
            for place in value:  # type: ignore[attr-defined]
                page.locator(f'input[name=choice][value="{place}"]').check()


def go_on(page: Page, *, sure: bool = True) -> None:
    name = "Continue: I'm sure" if sure else "Continue: best guess"
    page.get_by_role("button", name=name).click()


def answer(page: Page, run: Assessment, outcome: Outcome, *, sure: bool = True) -> None:
    """Answer the waiting question and wait for what comes next."""
    run.refresh_from_db()
    position = run.position
    at_question(page, position)
    fill_in(page, run, outcome)
    go_on(page, sure=sure)
    expect(page.get_by_role("heading", level=1)).not_to_have_text(f"Question {position}")


def sign_up(page: Page, *, email: str, name: str) -> None:
    """Fill in the sign-up form that is on the page."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("main").get_by_role("button", name="Sign Up").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_in(page: Page, *, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def make_link(page: Page, *, label: str) -> str:
    """From the report to a new invitation link, with consent."""
    page.get_by_role("link", name="Share with a mentor").click()
    page.get_by_label("Who is it for?").fill(label)
    page.get_by_label("Report and plan: ").check()
    page.get_by_label("I agree that this person").check()
    page.get_by_role("button", name="Make the invitation").click()
    return page.get_by_label("Invitation link").input_value()


def profile(page: Page) -> dict[str, tuple[str, int]]:
    """The verdict and the estimate of every domain in the profile of a report, by the domain's name."""
    rows = page.locator("table.profile tbody tr")
    names, verdicts, estimates = (
        rows.locator(part).all_inner_texts()
        for part in ("th > a:first-child", "th .tag", "td[data-label=Estimate]")
    )
    # The number comes first; a link to where it comes from may follow.
    shown = zip(verdicts, (int(text.split()[0]) for text in estimates), strict=True)
    return dict(zip(names, shown, strict=True))
