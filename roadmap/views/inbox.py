"""What happened that concerns me: the inbox, one notice of it, and marking all of it as read."""

from datetime import UTC

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.http import SignedInRequest
from roadmap import access, actions
from roadmap.inbox import address_of, line_of

NOTICES_PER_PAGE = 50


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """The newest first; a page that does not exist is the nearest one that does."""
    now = timezone.now()
    pages = Paginator(access.own_notices(request), NOTICES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line_of(notice, now) for notice in page],
        "requests": access.requests_to(request),
        # What comes in while this page is read stays unread.
        "until": now.isoformat(),
    }
    return render(request, "roadmap/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; only POST marks it as read, so that nothing that follows links does."""
    found = access.own_notice(request, pk)
    if request.method == "POST":
        actions.mark_one_read(found)
    return redirect(address_of(found))


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Everything that had happened `until` the inbox was opened is read."""
    try:
        until = forms.DateTimeField().clean(request.POST.get("until", "")).astimezone(UTC)
    except (forms.ValidationError, OverflowError):  # a time that is in no calendar of UTC
        messages.error(request, "Nothing was changed. Try again from here.")
        return redirect("roadmap:inbox")
    actions.mark_read(request.user, until=until)
    messages.success(request, "Everything is marked as read.")
    return redirect("roadmap:inbox")
