"""`manage.py check` refuses bad roadmap content, with file, line and reason."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessment.core.loading import load_content
from assessment.core.yaml_source import ContentError
from roadmap.core.loading import load_roadmap


@register("content")
def roadmap_is_sound(**kwargs: Any) -> list[CheckMessage]:
    try:
        content = load_content()
    except ContentError:
        return []  # the assessment's own check reports it
    try:
        load_roadmap(content)
    except ContentError as error:
        return [Error(str(problem), id="roadmap.E001") for problem in error.problems]
    return []
