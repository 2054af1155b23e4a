"""Where every address of the site leads."""

from allauth.account.decorators import secure_admin_login
from allauth.account.views import logout
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from assessment.views import oidc
from config import health, metrics, status

# Staff sign in, sign out and change their password as everybody does: with the same limits on tries, and told of it.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.logout = logout  # type: ignore[method-assign]
own_password = RedirectView.as_view(pattern_name="account_change_password")
admin.site.password_change = own_password  # type: ignore[method-assign]
admin.site.password_change_done = own_password  # type: ignore[method-assign]

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("", include("assessment.urls")),  # before the many others: whoever answers waits for it
    path("", include("roadmap.urls")),
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
