"""Take one's own data along."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment.http import SignedInRequest
from assessment.limits import slowly
from config.care.archive import archive


@require_safe
@slowly("download")
def download(request: SignedInRequest) -> HttpResponse:
    name = f"waymark-my-data-{timezone.localdate():%Y-%m-%d}.zip"
    return HttpResponse(
        archive(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
