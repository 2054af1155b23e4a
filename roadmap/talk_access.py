"""Who may open what of the talks between a learner and a mentor; a stranger gets 404."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from assessment.models import Assessment, Response
from roadmap import access
from roadmap.library import current_library
from roadmap.models import PREVIEW, Agreement, Mentorship, Note, ProbeOutcome
from roadmap.models.talks import AgreementQuerySet
from roadmap.subjects import Subject, named


def talk(request: HttpRequest, pk: int) -> Mentorship:
    """A mentorship to talk in: the learner's from when they confirmed it, so that what was said stays; the mentor's while it is active.

    Number 0 is what a learner is about to share, as in `access.mentorship`.
    """
    found = access.preview(request) if pk == PREVIEW else access.own_mentorship(request, pk)
    if found is None:
        raise Http404("There is no such sharing.")
    is_closed = found.confirmed_at is None or (
        request.user == found.mentor and not found.is_active(timezone.now())
    )
    if is_closed:
        raise Http404("There is no such sharing.")
    return found


def talks(request: HttpRequest) -> QuerySet[Mentorship]:
    """Every mentorship that `talk` gives."""
    active = Q(mentor=request.user, pk__in=Mentorship.objects.active(timezone.now()).values("pk"))
    own = Q(learner=request.user, confirmed_at__isnull=False)
    found = Mentorship.objects.filter(own | active)
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
    is_learner = request.user == shared.learner
    if is_learner or shared.answers_too:
        runs = shared.learner.assessments.finished() if is_learner else shared.assessments
        return Response.objects.filter(assessment__in=runs, question=question.row).exists()
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


def outcomes(run: Assessment) -> QuerySet[ProbeOutcome]:
    """What mentors wrote down about answers of the learner whose assessment it is."""
    found = ProbeOutcome.objects.filter(mentorship__learner=run.learner_id)
    return found.select_related("skill", "mentorship__mentor") if run.learner_id else found.none()


def newest_note(request: HttpRequest) -> Note | None:
    """The newest note to the person who asks as a learner, unless they wrote after it."""
    if not request.user.is_authenticated:
        return None
    notes = Note.objects.filter(mentorship__learner=request.user).select_related("author")
    newest = notes.first()
    return newest if newest and newest.author_id != request.user.pk else None
