"""The learner's side of sharing: who can see, who asks, confirming, stopping, and who looked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessment.http import SignedInRequest
from roadmap import access, actions
from roadmap.looks import by_day
from roadmap.models import MemberKind

LATEST = 10  # looks that the page of sharing shows itself
LOOKS_PER_PAGE = 50


@require_safe
def sharing(request: SignedInRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    mentors = user.mentors.select_related("mentor", "invitation", "only")
    active, waiting = mentors.active(now), mentors.waiting(now)
    looks = list(user.audit_events.looks()[: LATEST + 1])
    context = {
        "requests": access.requests_to(request),
        "mentors": active,
        "waiting": waiting,
        "past": mentors.exclude(pk__in=active.values("pk")).exclude(pk__in=waiting.values("pk")),
        "invitations": user.invitations.usable(now).select_related("only"),
        "cohorts": user.cohorts.filter(kind=MemberKind.LEARNER).select_related("cohort"),
        "days": by_day(looks[:LATEST]),
        "more_looks": len(looks) > LATEST,
    }
    return render(request, "roadmap/sharing.html", context)


@require_safe
def looks(request: SignedInRequest) -> HttpResponse:
    """Everything that others read, by day and person; a page that does not exist is the nearest one that does."""
    pages = Paginator(request.user.audit_events.looks(), LOOKS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "roadmap/looks.html", {"page": page, "days": by_day(page)})


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The learner says that the right person accepted."""
    shared = access.waiting_mentorship(request, pk)
    try:
        actions.confirm_mentorship(shared, by=request.user)
    except actions.Conflict:
        raise Http404("It has ended meanwhile.") from None
    messages.success(request, f"{shared.mentor} can now see what you share.")
    return redirect("roadmap:sharing")


@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop sharing, as learner or as mentor; the learner declines with it who accepted."""
    shared = access.own_mentorship(request, pk)
    actions.end_mentorship(shared, by=request.user)
    if shared.learner == request.user:
        messages.success(request, f"{shared.mentor} can no longer see your reports.")
        return redirect("roadmap:sharing")
    messages.success(request, f"You no longer see the reports of {shared.learner.public_name}.")
    return redirect("roadmap:mentees")
