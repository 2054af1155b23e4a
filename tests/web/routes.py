"""Every route of the site, found by walking the URL configuration."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLResolver


@dataclass(frozen=True)
class Route:
    """A route by its full name (empty for the few of the admin that have none), its pattern and its view."""

    name: str
    pattern: str
    view: Callable[..., object]

    @property
    def is_public(self) -> bool:
        """Whether the view is exempt from signing in; the default is that it is not."""
        return not getattr(self.view, "login_required", True)

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    @property
    def needs_no_arguments(self) -> bool:
        return "<" not in self.pattern


def all_routes() -> list[Route]:
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, pattern: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = pattern + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inner)
        else:
            yield Route(namespace + (entry.name or ""), here, entry.callback)
