"""Sessions in the database, read on every page by a query that is built once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from assessment.prepared import Parameter, Prepared

VALID = Prepared(
    lambda: Session.objects.filter(
        session_key=Parameter(Session, "session_key"),
        expire_date__gt=Parameter(Session, "expire_date", called="now"),
    ).values_list("session_data")
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = VALID.rows(session_key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(found[0][0])
        return data
