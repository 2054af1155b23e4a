"""Who may open what of the roadmap: one's own reports, and those a learner shares; a stranger gets 404."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from assessment.access import Person, person
from assessment.models import Assessment, Response
from roadmap.library import current_library
from roadmap.models import Agreement, Invitation, Mentorship, Note, ProbeOutcome, Progress
from roadmap.models.talks import AgreementQuerySet
from roadmap.secrets import hash_of
from roadmap.subjects import Subject, named

WITH_GOAL = ("goal__role", "goal__background", "content_version")


def newest_result(request: HttpRequest) -> Assessment | None:
    """The newest finished assessment of the person who asks, with the role it aims at."""
    return person(request).assessments.finished().select_related("goal__role").first()


def own_report(request: HttpRequest, pk: UUID) -> Assessment:
    """A finished assessment of the person who asks, with all that its report needs to know of it."""
    found = own_with_goal(request, pk)
    if not found.is_finished:
        raise Http404("This assessment is not finished.")
    return found


def own_with_goal(request: HttpRequest, pk: UUID) -> Assessment:
    """An assessment of the person who asks, in any state, with its goal."""
    goals = person(request).assessments.select_related(*WITH_GOAL)
    found = goals.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such assessment here.")
    return found


def mentorship(request: HttpRequest, pk: int) -> Mentorship:
    """An active mentorship in which the person who asks is the mentor."""
    found = (
        Mentorship.objects.active(timezone.now())
        .select_related("learner", "mentor")
        .filter(pk=pk, mentor=request.user)
        .first()
    )
    if found is None:
        raise Http404("Nothing is shared with you here.")
    return found


def own_mentorship(request: HttpRequest, pk: int) -> Mentorship:
    """A mentorship, active or ended, in which the person who asks is learner or mentor."""
    found = Mentorship.objects.select_related("learner", "mentor").filter(pk=pk).first()
    if found is None or request.user not in (found.learner, found.mentor):
        raise Http404("There is no such sharing.")
    return found


def shared_assessment(shared: Mentorship, pk: UUID) -> Assessment:
    """A finished assessment of the mentorship's learner."""
    runs = shared.learner.assessments.finished()
    found = runs.select_related(*WITH_GOAL).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such report.")
    return found


def progress(by: Person) -> QuerySet[Progress]:
    """What a person has marked of the steps; nothing for a browser without a cookie."""
    if by.user is None and not by.guest_key:
        return Progress.objects.none()
    return Progress.objects.filter(learner=by.user, guest_key="" if by.user else by.guest_key)


def own_pair(request: HttpRequest, pk: UUID, other: UUID) -> tuple[Assessment, Assessment]:
    """Two finished assessments of the person who asks, the one that was finished first in front; they may be one."""
    runs = person(request).assessments.finished()
    found = runs.select_related("goal__role").in_bulk([pk, other])
    if not {pk, other} <= set(found):
        raise Http404("There is no such report here.")
    return in_time(found[pk], found[other])


def shared_pair(shared: Mentorship, pk: UUID, other: UUID) -> tuple[Assessment, Assessment]:
    """The same of the mentorship's learner."""
    return in_time(shared_assessment(shared, pk), shared_assessment(shared, other))


def in_time(one: Assessment, other: Assessment) -> tuple[Assessment, Assessment]:
    """Two finished assessments in the order in which they were finished."""
    first, second = sorted((one, other), key=lambda run: (run.finished_at, run.started_at))
    return first, second


def own_invitation(request: HttpRequest, pk: int) -> Invitation:
    """An invitation that the person who asks has made."""
    found = Invitation.objects.filter(pk=pk, learner=request.user).first()
    if found is None:
        raise Http404("There is no such invitation.")
    return found


def usable_invitation(secret: str) -> Invitation:
    """The invitation of a link, while it can still be accepted."""
    usable = Invitation.objects.usable(timezone.now()).select_related("learner")
    found = usable.filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise Http404("This invitation has been used, cancelled, or has run out.")
    return found


def talk(request: HttpRequest, pk: int) -> Mentorship:
    """A mentorship to talk in: the learner's always, so that what was said stays; the mentor's while it is active."""
    found = own_mentorship(request, pk)
    if request.user == found.mentor and not found.is_active(timezone.now()):
        raise Http404("There is no such sharing.")
    return found


def talks(request: HttpRequest) -> QuerySet[Mentorship]:
    """Every mentorship that `talk` gives."""
    active = Q(mentor=request.user, pk__in=Mentorship.objects.active(timezone.now()).values("pk"))
    found = Mentorship.objects.filter(Q(learner=request.user) | active)
    return found.select_related("learner", "mentor")


def subject(request: HttpRequest, shared: Mentorship, code: str) -> Subject:
    """What the code in an address asks to write about; an empty code stands for nothing in particular.

    A question only if the learner has answered it; for the mentor, if answers are shared or the learner began.
    """
    if not code:
        return Subject()
    found = named(code, current_library())
    if found is None:
        raise Http404("There is no such thing to write about.")
    if found.field == "question" and not _may_discuss(request, shared, found):
        raise Http404("There is no such thing to write about.")
    return found


def _may_discuss(request: HttpRequest, shared: Mentorship, question: Subject) -> bool:
    answered = Response.objects.filter(
        assessment__in=shared.learner.assessments.finished(), question=question.row
    )
    if request.user == shared.learner or shared.answers_too:
        return answered.exists()
    return shared.notes.filter(question=question.row, author=shared.learner).exists()


def agreement(request: HttpRequest, pk: int) -> Agreement:
    """An agreement of a mentorship that `talk` gives."""
    found = Agreement.objects.select_related("mentorship").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such agreement.")
    talk(request, found.mentorship_id)
    return found


def own_agreements(request: HttpRequest) -> AgreementQuerySet:
    """What the person who asks agreed on as a learner, with whom; nothing for a guest."""
    if not request.user.is_authenticated:
        return Agreement.objects.none()
    return Agreement.objects.filter(mentorship__learner=request.user).with_people()


def own_mentors(request: HttpRequest) -> QuerySet[Mentorship]:
    """The active mentorships in which the person who asks is the learner; none for a guest."""
    if not request.user.is_authenticated:
        return Mentorship.objects.none()
    found = Mentorship.objects.active(timezone.now()).filter(learner=request.user)
    return found.select_related("mentor")


def newest_note(request: HttpRequest) -> Note | None:
    """The newest note to the person who asks as a learner, unless they wrote after it."""
    if not request.user.is_authenticated:
        return None
    notes = Note.objects.filter(mentorship__learner=request.user).select_related("author")
    newest = notes.first()
    return newest if newest and newest.author_id != request.user.pk else None


def shared_results(shared: Mentorship) -> QuerySet[Assessment]:
    """The finished assessments of the mentorship's learner, the newest first."""
    return shared.learner.assessments.finished().select_related(*WITH_GOAL)


def outcomes(run: Assessment) -> QuerySet[ProbeOutcome]:
    """What mentors wrote down about answers of the learner whose assessment it is."""
    found = ProbeOutcome.objects.filter(mentorship__learner=run.learner_id)
    return found.select_related("skill", "mentorship__mentor") if run.learner_id else found.none()
