"""Small filters for templates: authors' Markdown, look-ups, and words for levels and points."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from assessment.core.catalogue import Level

register = template.Library()
# No HTML passes through, and links must be http(s): what authors write cannot become script.
_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
)


@register.filter
@lru_cache(maxsize=8192)  # the texts of the content are few, and are shown again and again
def markdown(text: str) -> SafeString:
    """Authors' Markdown as HTML; raw HTML in it is shown as text."""
    return mark_safe(_markdown.render(text))


@register.filter
@lru_cache(maxsize=8192)
def markdown_inline(text: str) -> SafeString:
    """The same for one line: no paragraph around it."""
    return mark_safe(_markdown.renderInline(text))


@register.simple_tag
def days_signed_in() -> int:
    """How long one stays signed in."""
    return int(settings.SESSION_COOKIE_AGE) // 86_400


# What a browser calls itself: the first of these that it names; most of them name Chrome and Safari too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(agent: str) -> str:
    """Firefox on Linux, as far as the browser tells."""
    name = next((name for mark, name in BROWSERS.items() if mark in agent), "Another browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{name} on {system}" if system else name


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value at a key, or None."""
    return mapping.get(key)


@register.filter
def level_name(level: int | None) -> str:
    """Starting … Architect; an en dash for no level."""
    return "–" if level is None else Level(level).name.capitalize()


@register.filter
def points(value: float) -> int:
    """A score or gap as whole points."""
    return round(value)


@register.filter
def signed(value: float, digits: int = 1) -> str:
    """A number with a sign and so many decimals: +3.2 or −1.5."""
    return f"{value:+.{digits}f}".replace("-", "−")


@register.filter
def percent(share: float) -> str:
    """A probability (0 to 1) in whole per cent; never 0 % or 100 %, which would claim certainty."""
    whole = round(share * 100)
    if whole <= 0:
        return "under 1 %"
    return "over 99 %" if whole >= 100 else f"{whole} %"


@register.filter
def age(day: date) -> str:
    """How long ago a day was, in words: about 7 months ago; in years from two on."""
    months = round((timezone.localdate() - day).days / 30.44)
    if months < 1:
        return "less than a month ago"
    many, unit = (months, "month") if months < 24 else (months // 12, "year")
    return f"about {many} {unit}{'s' * (many > 1)} ago"
