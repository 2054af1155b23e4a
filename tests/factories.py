"""Makes what tests need: people, assessments in every state, mentorships."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from assessment import actions as assessment_actions
from assessment.access import Person
from assessment.actions import Given
from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import (
    Assessment,
    AuditEvent,
    Domain,
    ProblemKind,
    QuestionRevision,
    ReportedProblem,
    User,
)
from config.models import FailedMail
from roadmap import actions
from roadmap.models import (
    Agreement,
    Background,
    Cohort,
    CohortMember,
    Invitation,
    JoinLink,
    MemberKind,
    Mentorship,
    Progress,
    Role,
    Scope,
    SharingRequest,
    Side,
)

PASSWORD = "a long enough password"


def person(by: User | Person) -> Person:
    return Person(user=by) if isinstance(by, User) else by


def user(*, email: str, name: str = "", **fields: object) -> User:
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def proved(who: User) -> Client:
    """Someone who typed their password a moment ago, and is not asked for it again."""
    client = signed_in(who)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def started(
    by: User | Person,
    *,
    role: str = "mlops-engineer",
    length: Length = Length.QUICK,
    **goal: object,
) -> Assessment:
    """An assessment at its self-rating."""
    fields = {"background": None, "hours_per_week": 5, "by_date": None} | goal
    return actions.start(
        by=person(by),
        role=Role.objects.get(slug=role),
        length=length,
        **fields,  # type: ignore[arg-type]
    )


def asking(
    by: User | Person, *, ratings: Mapping[str, int] | None = None, **fields: object
) -> Assessment:
    """An assessment at its first question."""
    run = started(by, **fields)  # type: ignore[arg-type]
    if ratings:
        slugs = dict(Domain.objects.values_list("slug", "pk"))
        levels = {slugs[slug]: level for slug, level in ratings.items()}
        assessment_actions.rate(run, levels, by=person(by))
    return assessment_actions.begin_questions(run, by=person(by))


def asking_kind(by: User | Person, kind: str) -> Assessment:
    """An assessment whose first question is of a kind."""
    return ask(asking(by), kind)


def ask(run: Assessment, kind: str, **fields: object) -> Assessment:
    """Let an assessment wait at a question of a kind that it has not had yet."""
    found = QuestionRevision.objects.filter(current=True, kind=kind, **fields)
    run.asked = found.exclude(question__responses__assessment=run).earliest("pk")
    run.save(update_fields=["asked"])
    return run


def answered(run: Assessment, by: User | Person, *outcomes: Outcome) -> Assessment:
    """Answer the waiting questions, one for each outcome."""
    for outcome in outcomes:
        given = given_for(run.asked, outcome)
        run = assessment_actions.answer(
            run, run.position, given, by=person(by), bank=current_bank()
        )
    return run


def finished(by: User | Person, *outcomes: Outcome, **fields: object) -> Assessment:
    """A finished assessment: the outcomes given, over and over, until its length is reached."""
    run = asking(by, **fields)
    pattern = outcomes or (Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN)
    while not run.is_finished:
        run = answered(run, by, pattern[(run.position - 1) % len(pattern)])
    return run


def given_for(
    revision: QuestionRevision | None, outcome: Outcome, *, sure: bool | None = True
) -> Given:
    """An answer to a question that comes out as wanted."""
    assert revision is not None
    if outcome is Outcome.UNKNOWN:
        return Given(outcome, [], None)
    if revision.kind == "number":
        right = outcome is Outcome.RIGHT
        return Given(outcome, revision.answer if right else revision.slips[0]["value"], sure)
    options = list(revision.options.all())
    keys = [o.position for o in options if o.key]
    if revision.kind == "order":
        keys = [o.position for o in options]
        return Given(outcome, keys if outcome is Outcome.RIGHT else keys[::-1], sure)
    others = [o.position for o in options if not o.key]
    return Given(outcome, keys if outcome is Outcome.RIGHT else (others + keys)[: len(keys)], sure)


def posted_for(run: Assessment, outcome: Outcome, *, sure: str = "yes") -> dict[str, object]:
    """What a browser sends to answer the waiting question so that it comes out as wanted."""
    from assessment.reviewing import shown_order

    revision = QuestionRevision.objects.get(pk=run.asked_id)
    if outcome is Outcome.UNKNOWN:
        name = "choice" if revision.kind == "one" else "unknown"
        return {name: "unknown" if name == "choice" else "on", "sure": sure}
    given = given_for(revision, outcome).given
    if not isinstance(given, list):
        return {"number": str(given), "sure": sure}
    places = {
        o.position: n
        for n, o in enumerate(shown_order(run.pk, revision.pk, revision.options.all()), 1)
    }
    if revision.kind == "order":
        ranks = {f"rank-{places[position]}": str(n) for n, position in enumerate(given, 1)}
        return {**ranks, "sure": sure}
    return {"choice": [str(places[position]) for position in given], "sure": sure}


def reported(
    by: User | Person,
    comment: str = "Two answers are right.",
    *,
    slug: str | None = None,
    kind: ProblemKind = ProblemKind.KEY,
    answer: str = "",
) -> ReportedProblem:
    """What somebody reported about a question, the first one unless another is named; answer: what staff said to it."""
    wanted = {"question__slug": slug} if slug else {}
    revision = QuestionRevision.objects.filter(current=True, **wanted)[0]
    assessment_actions.report_problem(revision, kind, comment, by=person(by))
    told = person(by).problems.open().get(question=revision.question)
    if answer:
        staff = User.objects.filter(is_staff=True).first() or user(
            email="helper@example.org", is_staff=True
        )
        assessment_actions.settle_problem(told, answer, by=staff, others_too=False)
        told.refresh_from_db()
    return told


def terms(
    *,
    scope: Scope = Scope.SKILLS,
    only: Assessment | None = None,
    until: datetime | None = None,
    answers_too: bool = False,
) -> actions.Terms:
    """What a learner agrees to; answers_too: everything."""
    until = until or timezone.now() + timedelta(days=90)
    return actions.Terms(Scope.ANSWERS if answers_too else scope, only, until)


def invitation(
    by: User, *, label: str = "Max", email: str = "", **agreed: object
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link."""
    return actions.invite(by=by, label=label, email=email, terms=terms(**agreed))  # type: ignore[arg-type]


def accepted(learner: User, mentor: User, **agreed: object) -> Mentorship:
    """An accepted invitation that waits for the learner to confirm."""
    made, _ = invitation(learner, **agreed)  # type: ignore[arg-type]
    return actions.accept_invitation(made, by=mentor)


def mentorship(learner: User, mentor: User, **agreed: object) -> Mentorship:
    """A mentorship in which the mentor can look."""
    shared = accepted(learner, mentor, **agreed)
    actions.confirm_mentorship(shared, by=learner)
    shared.refresh_from_db()
    return shared


def request_to(learner: User, mentor: User) -> SharingRequest:
    """A mentor's request that waits for an answer."""
    actions.ask(learner.email, by=mentor)
    return mentor.requests.latest("pk")


def cohort(lead: User, *, name: str = "Platform team", role: str = "mlops-engineer") -> Cohort:
    return actions.make_cohort(by=lead, name=name, role=Role.objects.get(slug=role))


def join_link(
    cohort: Cohort, *, kind: str = "learner", limit: int = 10, days: int = 14
) -> tuple[JoinLink, str]:
    """A link to join and its secret."""
    by = cohort.members.filter(kind=MemberKind.LEAD)[0].user
    return actions.make_join_link(cohort, by=by, kind=MemberKind(kind), limit=limit, days=days)


def joined(cohort: Cohort, who: User, *, kind: str = "learner", **consents: bool) -> CohortMember:
    """Somebody who has joined a cohort."""
    link, _ = join_link(cohort, kind=kind)
    return actions.join(link, by=who, **({"aggregate": False, "named": False} | consents))


def agreement(shared: Mentorship, **fields: object) -> Agreement:
    """What the mentor wrote down as agreed; due in a week unless `days` says otherwise, also before today."""
    days = fields.pop("days", 7)
    given = {"text": "Write the runbook", "step": None, "who": Side.LEARNER, "by": shared.mentor}
    day = timezone.localdate()
    made = actions.agree(shared, by_date=day, **(given | fields))  # type: ignore[arg-type]
    made.by_date = day + timedelta(days=days)  # type: ignore[arg-type]
    made.save(update_fields=["by_date"])
    return made


def background() -> Background:
    return Background.objects.get(slug="devops")


def forget_everyone() -> None:
    """Delete everything that belongs to people, guests too, and what the site wrote down meanwhile; content stays."""
    cache.clear()
    FailedMail.objects.all().delete()
    Assessment.objects.all().delete()
    ReportedProblem.objects.all().delete()
    Progress.objects.all().delete()
    AuditEvent.objects.all().delete()
    Cohort.objects.all().delete()
    User.objects.all().delete()
