"""Who may open what of the roadmap: one's own reports, and those a learner shares; a stranger gets 404."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from assessment.access import Person, person
from assessment.models import Assessment
from roadmap.models import (
    PREVIEW,
    STAFF,
    CohortMember,
    Invitation,
    JoinLink,
    MemberKind,
    Mentorship,
    Notice,
    Progress,
    Scope,
    SharingRequest,
)
from roadmap.secrets import address_hash, hash_of

DRAFT = "sharing"  # where a session keeps what a learner is about to share
WITH_GOAL = ("goal__role", "goal__background", "content_version")


def newest_result(request: HttpRequest) -> Assessment | None:
    """The newest finished assessment of the person who asks, with the role it aims at."""
    return person(request).assessments.finished().select_related("goal__role").first()


def own_finished(request: HttpRequest) -> list[Assessment]:
    """The finished assessments of the person who asks, newest first, with the roles they aim at."""
    return list(person(request).assessments.finished().select_related("goal__role"))


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


def mentorship(request: HttpRequest, pk: int, needs: Scope = Scope.SUMMARY) -> Mentorship:
    """An active mentorship in which the person who asks is the mentor, and which covers what the page shows.

    Number 0 is what a learner is about to share, for themself to look at and not to write in.
    """
    found = preview(request) if pk == PREVIEW else _active(request).filter(pk=pk).first()
    if found is None or not found.covers(needs):
        raise Http404("Nothing is shared with you here.")
    return found


def _active(request: HttpRequest) -> QuerySet[Mentorship]:
    active = Mentorship.objects.active(timezone.now()).filter(mentor=request.user)
    return active.select_related("learner", "mentor")


def preview(request: HttpRequest) -> Mentorship | None:
    """What the person who asks is about to share, as its mentor will have it; None without such plans, or for writing."""
    draft = request.session.get(DRAFT)
    if draft is None or request.method not in ("GET", "HEAD"):
        return None
    who = {"learner": request.user, "mentor": request.user}
    only = UUID(draft["only"]) if draft["only"] else None
    now = timezone.now()
    when = {"confirmed_at": now, "until": now + timedelta(days=1)}
    return Mentorship(pk=PREVIEW, **who, scope=Scope(draft["scope"]), only_id=only, **when)


def own_mentorship(request: HttpRequest, pk: int) -> Mentorship:
    """A mentorship, active or ended, in which the person who asks is learner or mentor."""
    found = Mentorship.objects.select_related("learner", "mentor").filter(pk=pk).first()
    if found is None or request.user not in (found.learner, found.mentor):
        raise Http404("There is no such sharing.")
    return found


def shared_assessment(shared: Mentorship, pk: UUID) -> Assessment:
    """A finished assessment of the mentorship's learner, if it is shared."""
    found = shared.assessments.select_related(*WITH_GOAL).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such report.")
    return found


def waiting_mentorship(request: HttpRequest, pk: int) -> Mentorship:
    """An accepted invitation of the person who asks, of which they have not yet said whether the right person accepted."""
    waiting = Mentorship.objects.waiting(timezone.now()).select_related("learner", "mentor")
    found = waiting.filter(pk=pk, learner=request.user).first()
    if found is None:
        raise Http404("There is nothing to confirm.")
    return found


def requests_to(request: HttpRequest) -> QuerySet[SharingRequest]:
    """What mentors ask of the person who asks for this page."""
    waiting = SharingRequest.objects.waiting(timezone.now()).exclude(mentor=request.user)
    return waiting.filter(email_hash=address_hash(request.user.email)).select_related("mentor")


def sharing_waits(request: HttpRequest) -> bool:
    """Whether the person who asks has to confirm who accepted, or to answer a request."""
    if not request.user.is_authenticated:
        return False
    to_confirm = request.user.mentors.waiting(timezone.now()).order_by().values("pk")
    return to_confirm.union(requests_to(request).order_by().values("pk")).exists()


def request_to(request: HttpRequest, pk: int) -> SharingRequest:
    """One of them, that waits for an answer."""
    found = requests_to(request).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such request.")
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
    found = Invitation.objects.select_related("only").filter(pk=pk, learner=request.user).first()
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


def cohort_membership(request: HttpRequest, pk: int) -> CohortMember:
    """How the person who asks belongs to a cohort, whatever they are in it."""
    found = (
        CohortMember.objects.select_related("cohort__role", "user")
        .filter(cohort=pk, user=request.user)
        .first()
    )
    if found is None:
        raise Http404("There is no such cohort here.")
    return found


def cohort_staff(request: HttpRequest, pk: int) -> CohortMember:
    """The same of somebody who leads or mentors the cohort."""
    found = cohort_membership(request, pk)
    if found.kind not in STAFF:
        raise Http404("There is no such cohort here.")
    return found


def cohort_lead(request: HttpRequest, pk: int) -> CohortMember:
    """The same of a lead of the cohort."""
    found = cohort_membership(request, pk)
    if not found.is_lead:
        raise Http404("There is no such cohort here.")
    return found


def removable_member(request: HttpRequest, pk: int, member_pk: int) -> CohortMember:
    """A member whom the person who asks may take out of a cohort: themself, or anybody when they lead it."""
    asking = cohort_membership(request, pk)
    members = CohortMember.objects.select_related("cohort", "user")
    found = members.filter(cohort=pk, pk=member_pk).first()
    if found is None or not (asking.is_lead or found == asking):
        raise Http404("There is no such member.")
    return found


def cohort_mentor(request: HttpRequest, pk: int, member_pk: int) -> CohortMember:
    """A mentor of a cohort that the person who asks leads."""
    mentors = cohort_lead(request, pk).cohort.members.filter(kind=MemberKind.MENTOR)
    found = mentors.select_related("cohort", "user").filter(pk=member_pk).first()
    if found is None:
        raise Http404("There is no such mentor.")
    return found


def own_join_link(request: HttpRequest, pk: int, link_pk: int) -> JoinLink:
    """A link to a cohort that the person who asks leads."""
    cohort = cohort_lead(request, pk).cohort
    found = cohort.links.select_related("cohort").filter(pk=link_pk).first()
    if found is None:
        raise Http404("There is no such link.")
    return found


def usable_join_link(secret: str) -> JoinLink:
    """The link behind an address, while it has a seat left."""
    usable = JoinLink.objects.usable(timezone.now()).select_related("cohort__role", "created_by")
    found = usable.filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise Http404("This link has been used up, cancelled, or has run out.")
    return found


def own_notices(request: HttpRequest) -> QuerySet[Notice]:
    """What happened that concerns the person who asks, as far as they may still know it, the newest first."""
    return request.user.notices.visible(timezone.now()).with_people()


def own_notice(request: HttpRequest, pk: int) -> Notice:
    """One of them."""
    found = own_notices(request).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such notice.")
    return found
