"""One's own account: what there is to change, and deleting it."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment import actions
from assessment.forms import NameForm
from assessment.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.change_name(request.user, form.cleaned_data["name"])
        messages.success(request, "Your name is saved.")
        return redirect("assessment:account")
    return render(
        request, "assessment/account.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def delete(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        user = request.user
        get_adapter().logout(request)
        actions.delete_account(user)
        messages.success(request, "Your account and everything in it is deleted.")
        return redirect("roadmap:home")
    context = {"assessments": request.user.assessments.count()}
    return render(request, "assessment/delete_account.html", context)
