"""Who may open what of the assessment: fetch and authorise in one call; a stranger gets 404."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from assessment.guests import guest_key, key_of, new_token
from assessment.models import Assessment, User
from assessment.models.runs import AssessmentQuerySet
from assessment.prepared import Parameter, Prepared


@dataclass(frozen=True)
class Person:
    """Who acts: an account, or the guest of a browser."""

    user: User | None = None
    guest_key: str = ""

    @property
    def assessments(self) -> AssessmentQuerySet:
        """Their own assessments, newest first."""
        if self.user is not None:
            return Assessment.objects.filter(learner=self.user)
        if self.guest_key:
            return Assessment.objects.filter(learner=None, guest_key=self.guest_key)
        return Assessment.objects.none()


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
