"""Keeps secrets out of the logs."""

import logging
import re

SECRET = re.compile(r"(/invitation/|/join/|/reset/key/|/confirm-email/)[^/\s]+")


class HideSecrets(logging.Filter):
    """Links that open something by themselves are logged without what makes them work."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True
