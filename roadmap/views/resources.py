"""All resources of the guides by kind, with what each is good for; words and a domain narrow them down."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap.core.catalogue import ResourceKind
from roadmap.core.resources import search
from roadmap.library import current_library
from roadmap.search_forms import ResourceForm


@require_safe
@login_not_required
def resources(request: Request) -> HttpResponse:
    library = current_library()
    form = ResourceForm(request.GET or None, domains=library.domains.values())
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "domain": ""}
    domain = library.domains.get(wanted["domain"])
    skills = {skill.slug for skill in domain.skills.all()} if domain else None
    ids = search(library.resource_facts.values(), words=wanted["q"], skills=skills)
    rows = [library.resources[identity] for identity in ids]
    groups = [(kind, [row for row in rows if row.kind == kind]) for kind in ResourceKind]
    context = {
        "form": form,
        "groups": [(kind, found) for kind, found in groups if found],
        "found": len(rows),
        "total": len(library.resources),
        "narrowed": bool(wanted["q"].split() or domain),
        "sections": library.sections,
    }
    return render(request, "roadmap/resources.html", context, status=422 if form.errors else 200)
