"""What a note can be about: a domain, a step, a question, or nothing in particular."""

from dataclasses import dataclass

from assessment.models import Domain, Question
from roadmap.library import Library
from roadmap.models import Note, Step


@dataclass(frozen=True)
class Subject:
    """field: the column of Note that holds the row, empty where there is no subject."""

    field: str = ""
    row: Domain | Step | Question | None = None

    @property
    def code(self) -> str:
        """How an address names it, such as `domain:model-serving`; empty where there is no subject."""
        return f"{self.field}:{self.row.slug}" if self.row else ""

    @property
    def anchor(self) -> str:
        """The id of its thread on a page."""
        return f"about-{self.field}-{self.row.slug}" if self.row else "about-all"

    @property
    def name(self) -> str:
        match self.row:
            case Domain():
                return self.row.name
            case Step():
                return f"Step: {self.row.title}"
            case Question():
                # Never its words: they are shown question by question, to whom they are shared with.
                return f"A question on {self.row.skill.name}"
        return "In general"

    @property
    def as_fields(self) -> dict[str, Domain | Step | Question]:
        """What a note about it stores."""
        return {self.field: self.row} if self.row else {}


def subject_of(note: Note) -> Subject:
    """What a note is about; reads its domain, step, and question with skill."""
    for field, row in (("domain", note.domain), ("step", note.step), ("question", note.question)):
        if row is not None:
            return Subject(field, row)
    return Subject()


def named(code: str, library: Library) -> Subject | None:
    """The subject of a code; None when there is no such thing. A question costs a query."""
    field, _, slug = code.partition(":")
    row: Domain | Step | Question | None = None
    if field == "domain":
        row = library.domains.get(slug)
    elif field == "step":
        row = library.steps.get(slug)
    elif field == "question":
        row = Question.objects.select_related("skill").filter(slug=slug).first()
    return Subject(field, row) if row else None
