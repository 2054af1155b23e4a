"""Makes questions for tests of their form."""

from datetime import date
from typing import Any

from assessment.core.catalogue import Option, Question

STEM = "A nightly job ends with an error. Where do you look first?"
GOOD = (
    "In the log of the scheduler",
    "In the list of commits",
    "In the cluster's events",
)


def question(*texts: str, stem: str = STEM, keys: int = 1, **fields: Any) -> Question:
    """Make a question whose first `keys` options are right."""
    options = (
        ()
        if fields.get("kind") == "number"
        else tuple(
            Option(text=text, key=at < keys, because="A reason.")
            for at, text in enumerate(texts or GOOD)
        )
    )
    defaults: dict[str, Any] = {
        "id": "a-question",
        "skill": "a-skill",
        "level": 3,
        "asks": "apply",
        "kind": "many" if keys > 1 else "one",
        "sources": ("g0.s01-start",),
        "reviewed": date(2026, 11, 21),
    }
    return Question(stem=stem, options=options, **defaults | fields)


def draft(**fields: Any) -> Question:
    return question(status="draft", reviewed=None, **fields)
