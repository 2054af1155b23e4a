"""The guides and their sections: what every question, anchor, step and certification rests on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from assessment.models import Guide


@require_safe
@login_not_required
def sources(request: Request) -> HttpResponse:
    guides = Guide.objects.filter(retired=False).prefetch_related("sections")
    return render(request, "assessment/sources.html", {"guides": guides})
