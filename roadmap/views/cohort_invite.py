"""Inviting many at once: a list is tried first, and nothing is sent before it was confirmed."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessment.http import SignedInRequest
from roadmap import access, actions, mailing
from roadmap.cohort_forms import AddressesForm
from roadmap.inviting import read_addresses
from roadmap.models import Cohort, MemberKind

MAIL_DAYS = 14  # how long a link that was sent works


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """First the list with what is wrong in it, line by line; then, once confirmed, the mails."""
    cohort = access.cohort_lead(request, pk).cohort
    form = AddressesForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"cohort": cohort, "form": form}
    if request.method == "POST" and form.is_valid():
        found = read_addresses(form.cleaned_data["text"])
        if "confirm" not in request.POST:
            return render(request, "roadmap/cohort_invite_try.html", context | {"found": found})
        if not found.good:
            form.add_error("addresses", "There is no address in the list.")
        elif answer := _send(request, cohort, found.good, form):
            return answer
    return render(
        request, "roadmap/cohort_invite.html", context, status=422 if form.errors else 200
    )


def _send(
    request: SignedInRequest, cohort: Cohort, to: tuple[str, ...], form: AddressesForm
) -> HttpResponse | None:
    """Make a link with a seat for each address and send it; None where the form then says what went wrong."""
    kind, many = MemberKind.LEARNER, len(to)
    try:
        link, secret = actions.make_join_link(
            cohort, by=request.user, kind=kind, limit=many, days=MAIL_DAYS, mailed=many
        )
    except actions.TooMuchMail:
        form.add_error(None, f"At most {actions.MAILS_A_DAY} addresses in a day. Nothing was sent.")
        return None
    address = settings.SITE_URL + reverse("roadmap:join", args=[secret])
    failed = mailing.send_join_link(link, address, to, by=request.user)
    if len(failed) == many:
        actions.cancel_join_link(link, by=request.user)
        form.add_error(None, "The mail could not be sent. The link was cancelled.")
        return None
    if failed:
        actions.give_back_seats(link, len(failed))
        context = {"cohort": cohort, "failed": failed, "all": to, "sent": many - len(failed)}
        return render(request, "roadmap/cohort_invite_failed.html", context)
    messages.success(request, f"The link was sent to {many} people.")
    return redirect("roadmap:cohort_members", pk=cohort.pk)
