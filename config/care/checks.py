"""`manage.py check --deploy` refuses a site on which nobody could delete anything."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("security", deploy=True)
def ledger_can_be_written(**kwargs: Any) -> list[CheckMessage]:
    path = Path(settings.DELETION_LEDGER)
    there = next(one for one in (path, *path.parents) if one.exists())
    if os.access(there, os.W_OK) and there.is_file() is (there == path):
        return []
    problem = f"The ledger of deletions, {path}, cannot be written: nobody could delete an account."
    return [Error(problem, hint="Set DELETION_LEDGER to a file that is kept.", id="care.E001")]
