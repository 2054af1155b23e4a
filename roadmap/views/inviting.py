"""Inviting a mentor: the consent, its preview, the link shown once; and the page behind a link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.accounts import must_have_proved
from assessment.http import Request, SignedInRequest, conflict
from assessment.limits import A_DAY, TooOften
from assessment.models import Verb
from roadmap import access, actions, mailing
from roadmap.models import PREVIEW, Invitation, Scope
from roadmap.sharing_forms import DraftForm, InviteForm

NEW_LINK = "new_link"  # where a session keeps a secret until the one time it is shown
TOO_OFTEN = f"You made {A_DAY[Verb.INVITED]} invitations within a day. Try tomorrow."
KEPT = ("label", "email", "scope", "only", "share_days", "until")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """POST makes an invitation and leads to the page that shows its link once, or says where it was mailed."""
    draft = request.session.get(access.DRAFT, {})
    form = InviteForm(request.POST or None, initial=draft, runs=access.own_finished(request))
    if request.method == "POST" and form.is_valid():
        if form.terms.scope == Scope.ANSWERS:
            must_have_proved(request)
        given = {name: form.cleaned_data.get(name, "") for name in ("label", "email")}
        try:
            made, secret = actions.invite(by=request.user, terms=form.terms, **given)
        except TooOften:
            form.add_error(None, TOO_OFTEN)
        else:
            request.session.pop(access.DRAFT, None)
            return _hand_over(request, made, secret)
    context = {"form": form}
    return render(request, "roadmap/invite.html", context, status=422 if form.errors else 200)


def _hand_over(request: SignedInRequest, made: Invitation, secret: str) -> HttpResponse:
    """Mail the link where there is an address; where not, or where that fails, it is shown on the next page, once."""
    if made.email and mailing.send_invitation(made, secret):
        messages.success(request, f"The invitation is on its way to {made.email}.")
    else:
        request.session[NEW_LINK] = [made.pk, secret]
    return redirect("roadmap:invited", pk=made.pk)


@require_safe
def invited(request: SignedInRequest, pk: int) -> HttpResponse:
    """An invitation that waits. A link that was just made is shown by the first GET and by no other."""
    made = access.own_invitation(request, pk)
    link = None
    if request.method == "GET" and request.session.get(NEW_LINK, [0])[0] == pk:
        link = mailing.link_of(request.session.pop(NEW_LINK)[1])
    return render(request, "roadmap/invited.html", {"invitation": made, "link": link})


@require_POST
def reissue(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same invitation with a new link; the old one stops working."""
    try:
        made, secret = actions.reissue(access.own_invitation(request, pk), by=request.user)
    except TooOften:
        messages.error(request, TOO_OFTEN)
        return redirect("roadmap:sharing")
    except actions.Conflict:
        raise Http404("It was used or cancelled meanwhile.") from None
    return _hand_over(request, made, secret)


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.cancel_invitation(access.own_invitation(request, pk), by=request.user)
    messages.success(request, "The link no longer works.")
    return redirect("roadmap:sharing")


@require_POST
def preview(request: SignedInRequest) -> HttpResponse:
    """Keep what is about to be shared, and lead to the mentor's own pages about it."""
    back = reverse("roadmap:invite")
    if request.POST.get("asked", "").isdecimal():
        back = reverse("roadmap:grant_request", args=[int(request.POST["asked"][:9])])
    form = DraftForm(request.POST, runs=access.own_finished(request))
    if not form.is_valid():
        messages.error(request, "Choose what to share first.")
        return redirect(back)
    typed = {name: request.POST.get(name, "")[:254] for name in KEPT}
    request.session[access.DRAFT] = typed | {"back": back}
    return redirect("roadmap:mentee", pk=PREVIEW)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def invitation(request: Request, secret: str) -> HttpResponse:
    """What a mentor sees behind a link: who shares what; accepting needs an account, and the learner confirms it."""
    try:
        found = access.usable_invitation(secret)
    except Http404:
        return render(request, "roadmap/invitation_gone.html", status=404)
    user = request.user
    context: dict[str, object] = {
        "invitation": found,
        "own": found.learner == user,
        "elsewhere": found.email and user.is_authenticated and user.email != found.email,
    }
    if request.method == "POST":
        if not user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        try:
            shared = actions.accept_invitation(found, by=user)
        except actions.AlreadyShared:
            return conflict(request, "roadmap/invitation.html", context | {"already": True})
        except (actions.OwnInvitation, actions.OtherAddress):
            return conflict(request, "roadmap/invitation.html", context)
        except actions.Conflict:
            raise Http404("Somebody else was quicker, or the link was cancelled.") from None
        mailing.send_accepted(shared)
        name = found.learner.public_name
        messages.success(request, f"{name} is asked to confirm that it is you.")
        return redirect("roadmap:mentees")
    return render(request, "roadmap/invitation.html", context)
