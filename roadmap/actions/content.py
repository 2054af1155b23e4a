"""Acts on content: read, check and store all of it."""

from pathlib import Path

from django.db import transaction

from assessment.core.loading import load_content
from assessment.models import ContentVersion
from assessment.projection import Projection, digest, project_content
from roadmap.core.loading import load_roadmap
from roadmap.projection import project_roadmap


def load_all_content(assessment_folder: Path, roadmap_folder: Path) -> list[str]:
    """Read, check and store all content; returns what changed. Raises ContentError and then changes nothing."""
    content = load_content(assessment_folder)
    roadmap = load_roadmap(content, roadmap_folder)
    projection = Projection()
    with transaction.atomic():
        project_content(content, projection)
        project_roadmap(roadmap, projection)
        fresh = digest(content, roadmap)
        latest = ContentVersion.objects.first()
        if latest is None or latest.digest != fresh or projection.changes:
            ContentVersion.objects.create(digest=fresh, summary="\n".join(projection.changes))
    return projection.changes
