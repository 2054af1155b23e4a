"""What a mentor takes along to a talk, on one page that prints; and writing down what an answer showed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessment.http import SignedInRequest
from assessment.models import Verb
from roadmap import access, actions
from roadmap.briefing import brief_of, card
from roadmap.library import current_library
from roadmap.models import Scope
from roadmap.talk_forms import ProbeForm


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: SignedInRequest, pk: int) -> HttpResponse:
    """Looking at it is logged for the learner. POST what the answer to the question of one card showed."""
    shared = access.mentorship(request, pk, needs=Scope.SKILLS)
    asked, form = None, None
    if request.method == "POST":
        library = current_library()
        asked = card(library, request.POST.get("card", ""))
        if asked is None:
            raise Http404("There is no such card.")
        form = ProbeForm(request.POST, prefix=asked.id)
        if form.is_valid():
            skill = library.skill_rows[asked.skill]
            said = {"card": asked.id, "question": asked.ask, "skill": skill}
            actions.record_probe(shared, **said, **form.cleaned_data, by=request.user)
            messages.success(request, f"Written down. {shared.learner} can read it.")
            return redirect(f"{reverse('roadmap:brief', args=[pk])}#cards")
    runs = shared.assessments.select_related(*access.WITH_GOAL)[:2]
    if not runs:
        return render(request, "roadmap/mentee_waiting.html", {"shared": shared})
    made = brief_of(shared, *runs)
    if form is None:
        actions.log_look(shared, Verb.VIEWED, *runs, by=request.user)
    # The card that was sent stays, also when new ones would take its place.
    cards = made.cards if asked is None or asked in made.cards else (asked, *made.cards)
    context = {
        "brief": made,
        "report": made.report,
        "shared": shared,
        "cards": [(one, form if one == asked else ProbeForm(prefix=one.id)) for one in cards],
        "form": form,
        "outcomes": shared.probe_outcomes.select_related("skill"),
    }
    return render(request, "roadmap/brief.html", context, status=422 if form else 200)
