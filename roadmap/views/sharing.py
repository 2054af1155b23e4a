"""The learner's side of sharing: who can see, inviting, stopping; and the page behind an invitation link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.http import Request, SignedInRequest, conflict
from assessment.models import Verb
from roadmap import access, actions
from roadmap.forms import InviteForm
from roadmap.models import MemberKind

LOOKS_SHOWN = 50


@require_safe
def sharing(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    looks = request.user.audit_events.filter(verb__in=[Verb.VIEWED, Verb.VIEWED_ANSWERS])
    context = {
        "mentors": request.user.mentors.active(now).select_related("mentor", "invitation"),
        "past": request.user.mentors.exclude(
            pk__in=request.user.mentors.active(now).values("pk")
        ).select_related("mentor", "invitation"),
        "invitations": request.user.invitations.usable(now),
        "cohorts": request.user.cohorts.filter(kind=MemberKind.LEARNER).select_related("cohort"),
        "looks": looks.select_related("actor")[:LOOKS_SHOWN],
    }
    return render(request, "roadmap/sharing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {k: form.cleaned_data[k] for k in ("label", "answers_too", "share_days")}
        made, secret = actions.invite(by=request.user, **data)
        link = settings.SITE_URL + reverse("roadmap:invitation", args=[secret])
        # Shown once, in this answer to the POST: it is stored nowhere and no other page can show it.
        return render(request, "roadmap/invited.html", {"invitation": made, "link": link})
    latest = request.user.assessments.finished().first()
    context = {"form": form, "latest": latest}
    return render(request, "roadmap/invite.html", context, status=422 if form.errors else 200)


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.cancel_invitation(access.own_invitation(request, pk), by=request.user)
    messages.success(request, "The link no longer works.")
    return redirect("roadmap:sharing")


@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop sharing, as learner or as mentor."""
    shared = access.own_mentorship(request, pk)
    actions.end_mentorship(shared, by=request.user)
    if shared.learner == request.user:
        messages.success(request, f"{shared.mentor} can no longer see your reports.")
        return redirect("roadmap:sharing")
    messages.success(request, f"You no longer see the reports of {shared.learner}.")
    return redirect("roadmap:mentees")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def invitation(request: Request, secret: str) -> HttpResponse:
    """What a mentor sees behind a link: who shares what; accepting needs an account."""
    try:
        found = access.usable_invitation(secret)
    except Http404:
        return render(request, "roadmap/invitation_gone.html", status=404)
    context: dict[str, object] = {"invitation": found, "own": found.learner == request.user}
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        try:
            shared = actions.accept_invitation(found, by=request.user)
        except actions.AlreadyShared:
            return conflict(request, "roadmap/invitation.html", context | {"already": True})
        except actions.OwnInvitation:
            return conflict(request, "roadmap/invitation.html", context)
        except actions.Conflict:
            raise Http404("Somebody else was quicker, or the link was cancelled.") from None
        messages.success(request, f"{found.learner} now shares reports with you.")
        return redirect("roadmap:mentee", pk=shared.pk)
    return render(request, "roadmap/invitation.html", context)
