"""`manage.py check` refuses bad content, with file, line and reason."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessment.core.loading import load_content
from assessment.core.yaml_source import ContentError


@register("content")
def content_is_sound(**kwargs: Any) -> list[CheckMessage]:
    try:
        load_content()
    except ContentError as error:
        return [Error(str(problem), id="assessment.E001") for problem in error.problems]
    return []
