"""A cohort by name, and both of its tables as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import SignedInRequest, download
from assessment.limits import slowly
from roadmap import access, actions
from roadmap.cohort_counts import COLUMNS
from roadmap.cohort_people import People, named_people
from roadmap.cohorts import heatmap
from roadmap.models import Cohort
from roadmap.spreadsheet import table


@require_safe
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """The learners who agreed to be shown by name; each of them sees that somebody looked."""
    member = access.cohort_staff(request, pk)
    context = {"cohort": member.cohort, "people": _looked_at(request, member.cohort)}
    return render(request, "roadmap/cohort_people.html", context)


@require_safe
@slowly("download")
def people_file(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _looked_at(request, access.cohort_staff(request, pk).cohort)
    header = ["Learner", "Finished on", *(domain.name for domain in found.domains)]
    rows = []
    for row in found.learners:
        finished = row.run.finished_at.date() if row.run and row.run.finished_at else None
        told = [row.verdicts.get(domain.slug) for domain in found.domains]
        verdicts = [verdict.label if verdict else "" for verdict in told]
        rows.append([row.learner.public_name, finished, *verdicts])
    return download(table(header, rows), "text/csv", f"waymark-cohort-{pk}-people.csv")


@require_safe
@slowly("download")
def counts_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The counts as published, hidden ones as such."""
    heat, _ = heatmap(access.cohort_staff(request, pk).cohort, by=request.user)
    if heat is None:
        raise Http404("There are no counts of this cohort yet.")
    rows = [
        [row.domain.name, *("hidden" if n is None else n for n in row.counts), row.taken_on]
        for row in heat.rows
    ]
    header = ["Domain", *COLUMNS, "Counted on"]
    return download(table(header, rows), "text/csv", f"waymark-cohort-{pk}.csv")


def _looked_at(request: SignedInRequest, cohort: Cohort) -> People:
    found = named_people(cohort)
    actions.log_cohort_views(cohort, [row.learner for row in found.learners], by=request.user)
    return found
