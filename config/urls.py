"""Where every address of the site leads."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from assessment.views import oidc
from config import health, metrics, status

# Staff sign in where everybody does, with the same limits on tries.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def own_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Staff change their password where everybody does, and the administration pages have no page for it."""
    return redirect("account_change_password")


admin.site.password_change = own_password  # type: ignore[method-assign,assignment]
admin.site.password_change_done = own_password  # type: ignore[method-assign,assignment]

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("", include("roadmap.urls")),
    path("", include("assessment.urls")),
    path("", include("config.care.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/connected/", include("allauth.socialaccount.urls")),
    path("accounts/oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path(
        "accounts/oidc/<slug:provider_id>/login/callback/",
        oidc.callback,
        name="openid_connect_callback",
    ),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("staff/status/", status.status, name="status"),
]
