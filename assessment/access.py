"""Who may open what of the assessment: fetch and authorise in one call; a stranger gets 404."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from assessment.guests import guest_key, key_of, new_token
from assessment.models import Assessment, QuestionRevision, ReportedProblem, Response, State, User
from assessment.models.problems import ReportedProblemQuerySet
from assessment.models.runs import AssessmentQuerySet
from assessment.prepared import Parameter, Prepared

Rows = TypeVar("Rows", bound=QuerySet)


@dataclass(frozen=True)
class Person:
    """Who acts: an account, or the guest of a browser."""

    user: User | None = None
    guest_key: str = ""

    @property
    def owner(self) -> dict[str, Any]:
        """The columns of a row that is theirs, with their values."""
        return {"learner": self.user, "guest_key": "" if self.user else self.guest_key}

    @property
    def assessments(self) -> AssessmentQuerySet:
        """Their own assessments, newest first."""
        return self._own(Assessment.objects.all())

    @property
    def problems(self) -> ReportedProblemQuerySet:
        """What they reported about questions, the newest first."""
        return self._own(ReportedProblem.objects.all())

    def answered(self, questions: Iterable[int]) -> set[int]:
        """Those of some questions (pk) that they have answered and are not asked again now: others must not be talked about."""
        mine, wanted = self.assessments.order_by(), set(questions)
        given = Response.objects.filter(assessment__in=mine, question__in=wanted).order_by()
        waiting = mine.open().filter(asked__question__in=wanted)
        asked = waiting.values_list("asked__question", flat=True)
        return set(given.values_list("question", flat=True)) - set(asked)

    def _own(self, rows: Rows) -> Rows:
        if self.user is not None:
            return rows.filter(learner=self.user)
        return (
            rows.filter(learner=None, guest_key=self.guest_key) if self.guest_key else rows.none()
        )


PK = Parameter(Assessment, "id")
OWN = Prepared(
    lambda: Assessment.objects.filter(pk=PK, learner=Parameter(Assessment, "learner")).order_by()
)
OWN_OF_GUEST = Prepared(
    lambda: Assessment.objects.filter(
        pk=PK, learner=None, guest_key=Parameter(Assessment, "guest_key")
    ).order_by()
)


def person(request: HttpRequest) -> Person:
    if request.user.is_authenticated:
        return Person(user=request.user)
    return Person(guest_key=guest_key(request))


def person_or_new_guest(request: HttpRequest) -> tuple[Person, str]:
    """The person who asks, and ""; or a new guest and the token that their cookie is to hold (`guests.set_guest`)."""
    by = person(request)
    if by.user or by.guest_key:
        return by, ""
    token = new_token()
    return Person(guest_key=key_of(token)), token


def own_assessment(request: HttpRequest, pk: UUID) -> Assessment:
    """An assessment of the person who asks, in any state."""
    by = person(request)
    if by.user is not None:
        found = OWN.first(id=pk, learner=by.user.pk)
    else:
        found = OWN_OF_GUEST.first(id=pk, guest_key=by.guest_key) if by.guest_key else None
    if found is None:
        raise Http404("There is no such assessment here.")
    return found


def own_finished_assessment(request: HttpRequest, pk: UUID) -> Assessment:
    """A finished assessment of the person who asks."""
    found = own_assessment(request, pk)
    if not found.is_finished:
        raise Http404("This assessment is not finished.")
    return found


def own_question(
    request: HttpRequest, pk: UUID, position: int
) -> tuple[Assessment, QuestionRevision]:
    """The question at a place of an own assessment, if it waits for an answer or has one: others are not known yet."""
    run = own_assessment(request, pk)
    revisions = QuestionRevision.objects.select_related("question", "skill__domain")
    if run.state == State.ASKING and position == run.position:
        found = revisions.filter(pk=run.asked_id)
    else:
        found = revisions.filter(responses__assessment=run, responses__position=position)
    revision = found.first()
    if revision is None:
        raise Http404("That question has not been asked.")
    return run, revision
