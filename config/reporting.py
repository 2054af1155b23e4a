"""Faults sent to an error collector, for operators who set SENTRY_DSN; without what people wrote or who they are."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.logs import hide, request_id

KEPT_OF_A_REQUEST = ("method", "url")


def begin(dsn: str, *, release: str) -> None:
    """Start sending. Raises ImproperlyConfigured where the extra package is not installed."""
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import ignore_logger
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN needs one more package: pip install --require-hashes -r requirements-sentry.txt"
        ) from None
    ignore_logger("config.requests")  # its line repeats what Django tells with the traceback
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        before_send=without_people,
        max_request_body_size="never",
        include_local_variables=False,  # they hold answers, addresses, names
        max_breadcrumbs=0,
        auto_session_tracking=False,
    )


def without_people(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """The event with no more of the request than its method and address, its id, and nothing that a log hides."""
    event.pop("user", None)
    event.pop("server_name", None)
    asked = event.get("request", {})
    event["request"] = {name: hide(asked[name]) for name in KEPT_OF_A_REQUEST if name in asked}
    event["tags"] = {**event.get("tags", {}), "request_id": request_id.get()}
    for raised in event.get("exception", {}).get("values", []):
        raised["value"] = hide(str(raised.get("value", "")))
    for name in ("message", "formatted"):
        said = event.get("logentry", {})
        if said.get(name):
            said[name] = hide(said[name])
    event.get("logentry", {}).pop("params", None)
    return event
