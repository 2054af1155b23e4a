"""The mentor's side: who shares with me, and one mentee's report with ratings and notes."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from assessment import reviewing
from assessment.http import SignedInRequest
from assessment.models import Assessment, Verb
from assessment.views.review import review_context
from roadmap import access, actions
from roadmap.forms import MentorRatingForm, NoteForm
from roadmap.library import current_library
from roadmap.mentees import chosen, overview
from roadmap.models import Mentorship, Scope
from roadmap.report import shared_report
from roadmap.search_forms import MenteesForm

MENTEES_SHOWN = 50


@require_safe
def mentees(request: SignedInRequest) -> HttpResponse:
    """Whom to talk to next: a page of the conversations to have, searched, filtered and sorted as asked for.

    Each learner whose result is on it reads once a day that it was seen.
    """
    found = overview(request.user)
    form = MenteesForm(request.GET)
    wanted = form.wanted
    pages = Paginator(chosen(found.mentees, **wanted), MENTEES_SHOWN)
    page = pages.get_page(request.GET.get("page"))
    told_now = [(one.shared, one.latest) for one in page if one.latest and not one.is_told]
    actions.log_list(told_now, by=request.user)
    context = {
        "everyone": found.mentees,
        "page": page,
        "form": form,
        "asked": urlencode(wanted),
        "waiting": found.waiting,
    }
    return render(request, "roadmap/mentees.html", context)


@require_safe
def mentee(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the newest report of a mentee, or say that there is none yet."""
    shared = access.mentorship(request, pk)
    latest = shared.assessments.first()
    if latest is None:
        return render(request, "roadmap/mentee_waiting.html", {"shared": shared})
    return redirect("roadmap:mentee_report", pk=pk, assessment_pk=latest.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mentee_report(request: SignedInRequest, pk: int, assessment_pk: UUID) -> HttpResponse:
    """As much of the learner's own report as is shared, with notes; looking at it is logged for the learner."""
    shared = access.mentorship(request, pk)
    run = access.shared_assessment(shared, assessment_pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_note(shared, run, form.cleaned_data["text"], by=request.user)
        messages.success(request, f"Your note is saved. {shared.learner} can read it.")
        return redirect("roadmap:mentee_report", pk=pk, assessment_pk=assessment_pk)
    actions.log_look(shared, Verb.VIEWED, run, by=request.user)
    context = _report(shared, run) | {"note_form": form}
    return render(request, "roadmap/report.html", context, status=422 if form.errors else 200)


@require_safe
def printed(request: SignedInRequest, pk: int, assessment_pk: UUID) -> HttpResponse:
    """The same to print, at an address of its own, so that the learner sees that it may now be on paper."""
    shared = access.mentorship(request, pk)
    run = access.shared_assessment(shared, assessment_pk)
    actions.log_look(shared, Verb.PRINTED, run, by=request.user)
    context = _report(shared, run) | {"note_form": NoteForm(), "printing": True}
    return render(request, "roadmap/report.html", context)


def _report(shared: Mentorship, run: Assessment) -> dict[str, object]:
    """What the report page needs for a mentor."""
    return {
        "report": shared_report(shared, run),
        "reader": "mentor",
        "shared": shared,
        "notes": shared.notes.filter(assessment__in=run.lineage()).select_related("author"),
        "others": shared.assessments.exclude(pk=run.pk),
        "agreements": shared.agreements.open().with_people(),
        "outcomes": shared.probe_outcomes.select_related("skill"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedInRequest, pk: int, assessment_pk: UUID, slug: str) -> HttpResponse:
    """The third lens: the level a mentor has seen in a domain, with what shows it."""
    shared = access.mentorship(request, pk)
    run = access.shared_assessment(shared, assessment_pk)
    library = current_library()
    domain = library.domains.get(slug)
    if domain is None:
        raise Http404("There is no such domain.")
    form = MentorRatingForm(request.POST or None, domain=domain)
    if request.method == "POST" and form.is_valid():
        actions.rate_mentee(shared, domain, **form.cleaned_data, by=request.user)
        messages.success(request, f"Your rating is saved. {shared.learner} can read it.")
        page = reverse("roadmap:mentee_report", args=[pk, assessment_pk])
        return redirect(f"{page}#mentor-ratings")
    probes = [
        (skill, cards) for skill in domain.skills.all() if (cards := library.probes.get(skill.slug))
    ]
    context = {
        "shared": shared,
        "assessment": run,
        "domain": domain,
        "form": form,
        "probes": probes,
        "sections": library.sections,
    }
    return render(request, "roadmap/mentor_rate.html", context, status=422 if form.errors else 200)


@require_safe
def answers(request: SignedInRequest, pk: int, assessment_pk: UUID) -> HttpResponse:
    """Question by question, where the learner shares that too."""
    shared = access.mentorship(request, pk, Scope.ANSWERS)
    run = access.shared_assessment(shared, assessment_pk)
    actions.log_look(shared, Verb.VIEWED_ANSWERS, run, by=request.user)
    context = review_context(reviewing.review(run)) | {"assessment": run, "shared": shared}
    return render(request, "assessment/review.html", context)
