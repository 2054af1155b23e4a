"""What if: a finished assessment against another role, other levels or other weights. Nothing is stored: the address holds it all."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from assessment import access
from assessment.http import Request
from roadmap import what_if as rules
from roadmap.forms import DEFAULT_ROLE
from roadmap.library import current_library
from roadmap.what_if_form import WhatIfForm

CLOSE = 5  # roles that are called the closest


@require_safe
@vary_on_headers("HX-Request")
@login_not_required
def what_if(request: Request, pk: UUID) -> HttpResponse:
    run = access.own_finished_assessment(request, pk)
    library = current_library()
    names = {slug: domain.name for slug, domain in library.domains.items()}
    form = WhatIfForm(request.GET, roles=library.roles, domains=names)
    valid = form.is_valid()
    chosen = form.chosen
    here = f"{request.path}?{urlencode(chosen)}".rstrip("?")
    if valid and not request.htmx and "" in request.GET.values():
        return redirect(here)  # without what was left out, so that the address is worth keeping
    own = run.role if run.role in library.roles else DEFAULT_ROLE
    shown = {"role": chosen.get("role", own), "second": chosen.get("second", "")}
    found = rules.what_if(run, library, **shown, changes=form.changes, today=timezone.localdate())
    near = [(role, urlencode(chosen | shown | {"second": role.role.slug})) for role in found.near]
    context = {
        "form": form,
        "found": found,
        "controls": form.controls(library.role_aims[shown["role"]]),
        "close": near[:CLOSE],
        "others": near[CLOSE:],
        "unchanged": urlencode({name: slug for name, slug in shown.items() if slug}),
    }
    template = "roadmap/_what_if.html" if request.htmx else "roadmap/what_if.html"
    response = render(request, template, context, status=200 if valid else 422)
    return push_url(response, here) if valid and request.htmx else response
