"""What a lead does with a whole cohort: another name, another lead, and deleting it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessment.http import SignedInRequest
from roadmap import access, actions
from roadmap.cohort_forms import RenameForm


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    cohort = access.cohort_lead(request, pk).cohort
    form = RenameForm(request.POST or None, initial={"name": cohort.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_cohort(cohort, form.cleaned_data["name"], by=request.user)
        messages.success(request, "The name is changed.")
        return redirect("roadmap:cohort_members", pk=pk)
    context = {"cohort": cohort, "form": form}
    return render(
        request, "roadmap/cohort_rename.html", context, status=422 if form.errors else 200
    )


@require_POST
def name_lead(request: SignedInRequest, pk: int, member_pk: int) -> HttpResponse:
    """Let a mentor of the cohort lead it too."""
    member = access.cohort_mentor(request, pk, member_pk)
    try:
        actions.name_lead(member, by=request.user)
    except actions.NotAMentor:
        raise Http404("They lead it already, or left meanwhile.") from None
    messages.success(request, f"{member.user.public_name} leads {member.cohort} now.")
    return redirect("roadmap:cohort_members", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask before deleting: what goes, and what stays."""
    cohort = access.cohort_lead(request, pk).cohort
    if request.method == "POST":
        actions.delete_cohort(cohort, by=request.user)
        messages.success(request, f"{cohort} is deleted.")
        return redirect("roadmap:cohorts")
    context = {"cohort": cohort, "people": cohort.members.count()}
    return render(request, "roadmap/cohort_delete.html", context)
