"""Show the work: the numbers of every rank, what moved an estimate, and the file; all as the stored result has them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.bank import bank_of, current_bank
from assessment.core.responses import Outcome
from assessment.models import Assessment, ContentVersion, QuestionRevision, User
from roadmap.core.recomputing import check
from roadmap.core.worksheet import read
from roadmap.report import report_of
from tests import factories
from tests.content.attempts import attempts
from tests.web import html

DOMAIN = "model-serving"
MOST_QUERIES = 12
RATINGS = {DOMAIN: 3, "networking": 1}


def whole(run: Assessment) -> str:
    return reverse("roadmap:why", args=[run.pk])


def of_domain(run: Assessment, slug: str = DOMAIN) -> str:
    return reverse("roadmap:why_domain", args=[run.pk, slug])


def calibrate() -> None:
    attempts(60)
    call_command("calibrate", stdout=StringIO(), skip_checks=True)


@pytest.fixture
def run(learner: User) -> Assessment:
    made = factories.finished(learner, ratings=RATINGS)
    return Assessment.objects.get(pk=made.pk)


def test_every_rank_comes_with_its_numbers_in_the_order_of_the_report(
    learner: User, run: Assessment
) -> None:
    page = html.parsed(factories.signed_in(learner).get(whole(run)))
    rows, standings = page.query("table tbody tr"), report_of(run).gaps.rows
    assert len(rows) == len(standings) == 18
    for rank, (row, standing) in enumerate(zip(rows, standings, strict=True), start=1):
        assert row.query("th")[0].to_text().startswith(f"{rank}.")
        assert row.query("th a")[0].attrs["href"] == of_domain(run, standing.domain)
        shown = {cell.attrs["data-label"]: cell.to_text().strip() for cell in row.query("td")}
        assert shown["Target"] == f"{standing.target:.1f}"
        assert shown["Estimate"] == f"{standing.score:.1f}"
        assert shown["Gap"] == f"{standing.gap:+.1f}".replace("-", "−")
        assert shown["Std. error"] == f"{standing.standard_error:.1f}"
        assert shown["Shortfall"] == f"{standing.shortfall:.1f}"
        assert shown["Weight"] == f"{standing.weight}"
        assert shown["Urgency"] == f"{standing.urgency:.1f}"


def test_the_report_leads_to_the_work_and_the_work_to_the_file(
    learner: User, run: Assessment
) -> None:
    client = factories.signed_in(learner)
    report = html.parsed(client.get(reverse("roadmap:report", args=[run.pk])))
    assert whole(run) in [a.attrs.get("href") for a in report.query("main a")]
    work = html.parsed(client.get(whole(run)))
    assert reverse("roadmap:explain", args=[run.pk]) in [
        a.attrs["href"] for a in work.query("main a")
    ]


def test_a_mentor_and_a_visitor_are_not_led_there(learner: User, mentor: User) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    seen = factories.signed_in(mentor).get(
        reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    )
    assert "Show the work" not in seen.content.decode()
    assert "Show the work" not in factories.signed_in(mentor).get("/sample/").content.decode()


def test_the_page_of_a_domain_shows_what_its_rank_follows_from(
    learner: User, run: Assessment
) -> None:
    rows = report_of(run).gaps.rows
    standing = next(row for row in rows if row.domain == DOMAIN)
    text = html.text(factories.signed_in(learner).get(of_domain(run)))
    assert f"It is number {rows.index(standing) + 1} of 18 in the report" in text
    assert f"{standing.target:.1f} − {standing.score:.1f}" in text
    assert f"Standard error of the estimate {standing.standard_error:.1f}" in text
    assert f"{standing.z:+.2f}".replace("-", "−") in text
    assert f"× weight {standing.weight} of 3 {standing.urgency:.1f}" in text


def test_a_domain_that_the_role_does_not_need_has_no_rank(learner: User, run: Assessment) -> None:
    run.aims[DOMAIN] = {"score": 0, "weight": 0}
    run.save(update_fields=["aims"])
    text = html.text(factories.signed_in(learner).get(of_domain(run)))
    assert "so it has no rank among the gaps" in text


def test_what_was_asked_in_an_older_revision_says_so(learner: User, run: Assessment) -> None:
    client = factories.signed_in(learner)
    assert "there is a newer one now" not in html.text(client.get(of_domain(run)))
    QuestionRevision.objects.filter(responses__assessment=run).update(current=False)
    ContentVersion.objects.create(digest="newer", summary="")
    assert "(asked in revision 1; there is a newer one now)" in html.text(
        client.get(of_domain(run))
    )


def test_after_a_calibration_old_pages_still_explain_the_old_numbers(
    learner: User, run: Assessment
) -> None:
    client = factories.signed_in(learner)
    pages, file = (whole(run), of_domain(run)), reverse("roadmap:explain", args=[run.pk])
    before = [html.text(client.get(page)) for page in pages]
    downloaded = client.get(file).content
    calibrate()
    assert current_bank().measurement_version == 2
    assert bank_of(run).measurement_version == 1
    assert [html.text(client.get(page)) for page in pages] == before
    assert client.get(file).content == downloaded
    new = Assessment.objects.get(pk=factories.finished(learner).pk)
    assert bank_of(new) is current_bank()


def test_the_bank_of_an_assessment_is_kept_in_memory(
    run: Assessment, django_assert_num_queries: object
) -> None:
    calibrate()
    kept = bank_of(run)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert bank_of(run) is kept


def test_the_file_is_a_download_with_no_word_about_the_person(
    learner: User, run: Assessment
) -> None:
    response = factories.signed_in(learner).get(reverse("roadmap:explain", args=[run.pk]))
    day = run.finished_at.date()
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == f'attachment; filename="waymark-{day}.json"'
    assert response.headers["Cache-Control"] == "no-store, private"
    said = response.content.decode()
    assert not any(one.differs for one in check(read(response.content)))
    for hidden in ("Lena", learner.email, str(run.pk)):
        assert hidden not in said
    for answer in run.responses.select_related("revision"):
        assert json.dumps(answer.revision.stem)[1:40] not in said


def test_the_file_holds_every_answer_as_it_was_given(learner: User, run: Assessment) -> None:
    sheet = read(
        factories.signed_in(learner).get(reverse("roadmap:explain", args=[run.pk])).content
    )
    stored = run.responses.select_related("question", "revision__skill__domain")
    assert [
        (r.position, r.question, r.revision, r.domain, r.outcome, r.sure) for r in sheet.responses
    ] == [
        (
            r.position,
            r.question.slug,
            r.revision.number,
            r.revision.skill.domain.slug,
            Outcome(r.outcome),
            r.sure,
        )
        for r in stored
    ]
    assert {slug: int(level) for slug, level in sheet.self_ratings.items()} == RATINGS
    assert sheet.content.version == run.content_version_id
    assert sheet.content.digest == run.content_version.digest
    assert {slug: (a.score, a.weight) for slug, a in sheet.aims.items()} == {
        slug: (aim["score"], aim["weight"]) for slug, aim in run.aims.items()
    }


def test_an_assessment_without_answers_shows_its_work_too(learner: User) -> None:
    run = actions.finish_early(factories.asking(learner), by=Person(user=learner))
    client = factories.signed_in(learner)
    for page in (whole(run), of_domain(run)):
        assert client.get(page).status_code == 200
    sheet = read(client.get(reverse("roadmap:explain", args=[run.pk])).content)
    assert sheet.responses == ()
    assert not any(one.differs for one in check(sheet))


def test_the_number_of_queries_is_bounded(learner: User, run: Assessment) -> None:
    client = factories.signed_in(learner)
    for page in (whole(run), of_domain(run), reverse("roadmap:explain", args=[run.pk])):
        client.get(page)  # fills the memory of content
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        assert len(queries) <= MOST_QUERIES, f"{page} took {len(queries)} queries."
