"""What only staff see of the site's own pages."""

from config import metrics
from config.models import FailedMail
from tests import factories, second_factors
from tests.browser.visits import Tour, at


def staff() -> Tour:
    """Somebody of the staff, on a site where a page was slow, a mail failed and a question was reported."""
    metrics.saw_request("roadmap:report", "GET", 200, 1.5)
    FailedMail.remember(error="ConnectionRefusedError", request_id="0123456789abcdef")
    lena = factories.user(email="lena@example.org")
    factories.reported(lena)
    boss = second_factors.with_app(factories.user(email="boss@example.org", is_staff=True))
    return Tour(boss, [at("status"), at("assessment:account", state="of staff")])
