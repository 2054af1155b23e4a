"""Cohorts: mine, a new one, members and links, the page behind a link, consents, and leaving."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.http import Request, SignedInRequest, conflict
from roadmap import access, actions
from roadmap.cohort_forms import CohortForm, ConsentForm, JoinLinkForm
from roadmap.cohort_people import peer_of
from roadmap.cohorts import heatmap
from roadmap.models import MemberKind


@require_safe
def cohorts(request: SignedInRequest) -> HttpResponse:
    """The cohorts of the person who asks, in whatever part."""
    mine = request.user.cohorts.select_related("cohort__role").order_by("cohort__name", "pk")
    return render(request, "roadmap/cohorts.html", {"memberships": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = actions.make_cohort(by=request.user, **form.cleaned_data)
        messages.success(request, "The cohort is made. Invite its learners with a link.")
        return redirect("roadmap:cohort_members", pk=cohort.pk)
    return render(
        request, "roadmap/cohort_new.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the group looks like, for those who lead or mentor it; for a learner, what it sees of them."""
    member = access.cohort_membership(request, pk)
    if member.is_staff:
        heat, reason = heatmap(member.cohort, by=request.user)
        context = {"cohort": member.cohort, "member": member, "heat": heat, "reason": reason}
        return render(request, "roadmap/cohort.html", context)
    form = ConsentForm(
        initial={name: getattr(member, name) for name in ("aggregate", "named", "peers")}
    )
    peer = peer_of(member)
    if peer:
        actions.log_cohort_views(member.cohort, [peer.learner], by=request.user)
    staff = member.cohort.members.exclude(kind=member.kind).select_related("user")
    context = {"cohort": member.cohort, "member": member, "form": form, "staff": staff}
    context["peer"] = peer
    return render(request, "roadmap/cohort_mine.html", context)


@require_POST
def consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give or withdraw consents; for learners."""
    member = access.cohort_membership(request, pk)
    if not member.is_learner:
        raise Http404("Only learners have consents.")
    form = ConsentForm(request.POST)
    form.is_valid()  # only boxes: there is nothing that could be wrong
    actions.change_consents(member, by=request.user, **form.cleaned_data)
    messages.success(request, "Saved. It counts from now on.")
    return redirect("roadmap:cohort", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who belongs to a cohort; a lead makes and cancels links here."""
    member = access.cohort_staff(request, pk)
    if request.method == "POST" and not member.is_lead:
        raise Http404("Only leads make links.")
    form = JoinLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, secret = actions.make_join_link(member.cohort, by=request.user, **form.cleaned_data)
        address = settings.SITE_URL + reverse("roadmap:join", args=[secret])
        # Shown once, in this answer to the POST: it is stored nowhere and no other page can show it.
        context = {"cohort": member.cohort, "link": made, "address": address}
        return render(request, "roadmap/cohort_link.html", context)
    context = {
        "cohort": member.cohort,
        "member": member,
        "members": member.cohort.members.select_related("user").order_by("kind", "pk"),
        "links": member.cohort.links.usable(timezone.now()),
        "form": form,
    }
    return render(
        request, "roadmap/cohort_members.html", context, status=422 if form.errors else 200
    )


@require_POST
def cancel_link(request: SignedInRequest, pk: int, link_pk: int) -> HttpResponse:
    actions.cancel_join_link(access.own_join_link(request, pk, link_pk), by=request.user)
    messages.success(request, "The link no longer works.")
    return redirect("roadmap:cohort_members", pk=pk)


@require_POST
def leave(request: SignedInRequest, pk: int, member_pk: int) -> HttpResponse:
    """Leave a cohort, or take somebody out of one that the person who asks leads."""
    member = access.removable_member(request, pk, member_pk)
    try:
        cancelled = actions.leave(member, by=request.user)
    except actions.OnlyLead:
        mentors = member.cohort.members.filter(kind=MemberKind.MENTOR).select_related("user")
        context = {"cohort": member.cohort, "mentors": mentors}
        return conflict(request, "roadmap/cohort_only_lead.html", context)
    if member.user == request.user:
        messages.success(request, f"You have left {member.cohort}.")
        return redirect("roadmap:cohorts")
    messages.success(request, f"{member.user.public_name} is no longer in {member.cohort}.")
    if cancelled:
        messages.info(request, "Links for mentors and leads no longer work: make new ones.")
    return redirect("roadmap:cohort_members", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def join(request: Request, secret: str) -> HttpResponse:
    """The page behind a link: what joining means, and for a learner the consents."""
    try:
        link = access.usable_join_link(secret)
    except Http404:
        return render(request, "roadmap/cohort_link_gone.html", status=404)
    context = {"link": link, "cohort": link.cohort, "form": ConsentForm()}
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        form = ConsentForm(request.POST)
        form.is_valid()  # only boxes: there is nothing that could be wrong
        try:
            actions.join(link, by=request.user, **form.cleaned_data)
        except actions.AlreadyMember:
            return conflict(request, "roadmap/cohort_join.html", context | {"already": True})
        except actions.Conflict:
            raise Http404("The last seat was taken, or the link was cancelled.") from None
        messages.success(request, f"You are in {link.cohort}.")
        return redirect("roadmap:cohort", pk=link.cohort_id)
    return render(request, "roadmap/cohort_join.html", context)
