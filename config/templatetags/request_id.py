"""The id of the request, for pages that have nothing but that: the pages about errors."""

from django import template

from config import logs

register = template.Library()


@register.simple_tag
def request_id() -> str:
    """The id under which the log has this request; empty outside of requests."""
    return logs.request_id.get()
