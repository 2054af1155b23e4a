"""Where every address of the site leads."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("roadmap.urls")),
    path("", include("assessment.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
