"""Three views: sign in, begin, and take an answer. The last one reads the session and writes one row."""

from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_POST

from tests.load.bare.models import Row

FORM = '<form method="post" action="{}"><input name="csrfmiddlewaretoken" value="{}"></form>'


def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        user = authenticate(request, email=request.POST["login"], password=request.POST["password"])
        if user is None:
            return HttpResponse(status=403)
        login(request, user)
    return HttpResponse(FORM.format("/answer/", get_token(request)))


@require_POST
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    return _stored(request, position=0, given="")


@require_POST
@login_required
def answer(request: HttpRequest) -> HttpResponse:
    return _stored(request, int(request.POST["position"]), request.POST["given"])


def _stored(request: HttpRequest, position: int, given: str) -> HttpResponse:
    with transaction.atomic():
        Row.objects.create(user_id=request.user.pk, position=position, given=given)
    return HttpResponse("stored")


def ready(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ready")


urlpatterns = [
    path("sign-in/", sign_in),
    path("begin/", begin),
    path("answer/", answer),
    path("readyz", ready),
]
