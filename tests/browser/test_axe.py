"""Every page in every state: axe's rules, text, marks, focus, targets and width leave nothing to complain about."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.browser import looking
from tests.browser.conftest import OpenPage
from tests.browser.looking import Complaints, by_place
from tests.browser.tours import TOURS
from tests.browser.visits import PROVOKED, Tour
from tests.web.routes import all_routes

pytestmark = pytest.mark.drill

NO_PAGE = {  # they only redirect, take a POST, send a file, speak to a load balancer, or wait for a feature that is off
    "assessment:begin",
    "assessment:progress",
    "assessment:resume",
    "care:download",
    "roadmap:cancel_invitation",
    "roadmap:confirm_mentorship",
    "roadmap:cancel_join",
    "roadmap:cohort_name_lead",
    "roadmap:cohort_consent",
    "roadmap:cohort_counts_file",
    "roadmap:cohort_people_file",
    "roadmap:end_mentorship",
    "roadmap:explain",
    "roadmap:inbox_read",
    "roadmap:mentee_spreadsheet",
    "roadmap:notice",
    "roadmap:preview",
    "roadmap:refuse_request",
    "roadmap:reissue_invitation",
    "roadmap:plan_calendar",
    "roadmap:plan_spreadsheet",
    "roadmap:progress",
    "roadmap:settle",
    "roadmap:settle_agreement",
    "socialaccount_login_error",
    "socialaccount_signup",
    "healthz",
    "metrics",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "readyz",
}

SEEN: dict[str, dict[str, Complaints]] = {}  # a tour is walked once for all its tests


@pytest.fixture(params=TOURS, ids=lambda tour: tour.__name__)
def found(request: pytest.FixtureRequest, open_page: OpenPage) -> dict[str, Complaints]:
    """What every check has to say about every page of a tour."""
    tour: Callable[[], Tour] = request.param
    if tour.__name__ not in SEEN:
        toured = tour()
        # Without motion no colour is caught half-way between light and dark.
        page = open_page(person=toured.person, provokes=PROVOKED, reduced_motion=True)
        walked = {visit.name: looking.complaints(page) for visit in toured.walk(page)}
        assert len(walked) == len(toured.visits)
        SEEN[tour.__name__] = walked
    return SEEN[tour.__name__]


def test_X01_W02_axe_finds_nothing_and_text_in_pictures_can_be_read(
    found: dict[str, Complaints],
) -> None:
    assert by_place(found, "axe", "text") == {}


def test_X02_the_focus_shows_at_every_control_and_nothing_hides_it(
    found: dict[str, Complaints],
) -> None:
    assert by_place(found, "focus") == {}


def test_X06_what_is_clicked_is_large_enough_to_hit(found: dict[str, Complaints]) -> None:
    assert by_place(found, "targets") == {}


def test_X09_the_marks_of_charts_stand_out(found: dict[str, Complaints]) -> None:
    assert by_place(found, "marks") == {}


def test_X10_nothing_scrolls_sideways_or_is_cut_off_when_text_is_spaced(
    found: dict[str, Complaints],
) -> None:
    assert by_place(found, "sideways", "spaced") == {}


def test_every_page_of_the_site_is_looked_at(committed: None) -> None:
    routes = set()
    for tour in TOURS:
        routes |= {visit.route for visit in tour().visits}
        factories.forget_everyone()
    pages = {route.name for route in all_routes() if not route.is_admin} - NO_PAGE
    assert routes - {""} == pages
