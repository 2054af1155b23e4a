"""Sessions in the database, read on every page by a query that is built once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from assessment.prepared import Parameter, Prepared

VALID = Prepared(
    lambda: Session.objects.filter(
        session_key=Parameter(Session, "session_key"),
        expire_date__gt=Parameter(Session, "expire_date", called="now"),
    )
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found: Session | None = VALID.first(session_key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
