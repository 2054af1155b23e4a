"""Every page that needs nobody to be signed in, in every state worth looking at."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from roadmap.models import Step
from tests import factories
from tests.browser.visits import Tour, Visit, at, failing, refused


def visitor() -> Tour:
    """Nobody is signed in."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    _, secret = factories.invitation(lena)
    step = Step.objects.filter(retired=False, after__isnull=False).first()
    return Tour(
        None,
        [
            at("roadmap:home"),
            at("roadmap:start"),
            refused("roadmap:start", hours_per_week="many", by_date="1999-01-01"),
            at("roadmap:me", state="empty"),
            at("roadmap:sample"),
            at("roadmap:method"),
            at("roadmap:domains"),
            at("roadmap:domain", "model-serving"),
            at("roadmap:step", step.slug if step else ""),
            at("roadmap:map"),
            at("roadmap:domain_map", "ml-pipelines"),
            at("roadmap:certifications"),
            at("roadmap:paths"),
            at("roadmap:resources"),
            Visit("roadmap:resources", "empty", lambda page: page.goto("/resources/?q=submarine")),
            Visit("roadmap:resources", "refused", lambda page: page.goto("/resources/?domain=x")),
            Visit("roadmap:certifications", "nothing found", find_nothing),
            at("roadmap:certification", "certified-mlops-engineer"),
            at("roadmap:certification", "sat", state="unrelated"),
            at("roadmap:certification", "azure-ai-engineer-associate", state="closed"),
            at("assessment:sources"),
            at("roadmap:invitation", secret, state="signed out"),
            Visit("", "404", lambda page: page.goto("/nothing-here/")),
            failing("400.html", 400),
            failing("403.html", 403),
            failing("403_csrf.html", 403),
            failing("405.html", 405),
            failing("413.html", 413),
            failing("429.html", 429),
            failing("500.html", 500),
        ],
    )


def find_nothing(page: Page) -> None:
    page.goto(reverse("roadmap:certifications"))
    page.get_by_label("Words").fill("no such thing")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Nothing fits")).to_be_visible()
