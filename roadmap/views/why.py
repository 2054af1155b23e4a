"""Show the work: where each estimate and each rank of a report comes from, and all of it as a file."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment import access
from assessment.evidence import evidence_of
from assessment.http import Request, download
from assessment.limits import slowly
from roadmap.core.gaps import gap_report
from roadmap.explaining import finished_on, worksheet_of
from roadmap.report import standing_of


@require_safe
@login_not_required
def why(request: Request, pk: UUID) -> HttpResponse:
    """How every rank of the report comes about."""
    run = access.own_finished_assessment(request, pk)
    results = run.results.select_related("domain").defer("density")
    report = gap_report(standing_of(result, run.aims, None) for result in results)
    return render(request, "roadmap/why.html", {"assessment": run, "report": report})


@require_safe
@login_not_required
def domain(request: Request, pk: UUID, slug: str) -> HttpResponse:
    """Where the estimate of one domain comes from, and its rank."""
    run = access.own_finished_assessment(request, pk)
    results = list(run.results.select_related("domain").defer("density"))
    result = next((found for found in results if found.domain.slug == slug), None)
    if result is None:
        raise Http404("There is no such domain in this assessment.")
    rows = gap_report(standing_of(found, run.aims, None) for found in results).rows
    rank, standing = next((n, row) for n, row in enumerate(rows, 1) if row.domain == slug)
    context = {
        "assessment": run,
        "result": result,
        "standing": standing,
        "rank": rank,
        "domains": len(rows),
        "levels": list(enumerate(result.level_probabilities)),
        "evidence": evidence_of(run, result.domain),
    }
    return render(request, "roadmap/why_domain.html", context)


@require_safe
@login_not_required
@slowly("download")
def explain(request: Request, pk: UUID) -> HttpResponse:
    """Everything the report follows from, as a file; docs/explain-format.md describes it."""
    run = access.own_finished_assessment(request, pk)
    name = f"waymark-{finished_on(run):%Y-%m-%d}.json"
    return download(worksheet_of(run).to_json(), "application/json", name)
