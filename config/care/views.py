"""Take one's own data along."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment.http import SignedInRequest
from assessment.limits import slowly
from config.care.archive import archive


@require_safe
@reauthentication_required
@slowly("download")
def download(request: SignedInRequest) -> HttpResponse:
    """All of it in one file, so whoever finds an open browser is asked who they are."""
    name = f"waymark-my-data-{timezone.localdate():%Y-%m-%d}.zip"
    return HttpResponse(
        archive(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
