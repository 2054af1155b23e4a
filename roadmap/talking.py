"""What a learner and a mentor wrote to each other, by what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.models import Mentorship, Note
from roadmap.subjects import Subject, subject_of

SUBJECTS = ("author", "domain", "step", "question__skill")


@dataclass(frozen=True)
class Thread:
    """The notes of one mentorship about one thing, the oldest first."""

    subject: Subject
    shared: Mentorship
    notes: list[Note]

    @property
    def last(self) -> Note:
        """The last word: the other one is asked to answer it."""
        return self.notes[-1]


def threads(notes: Iterable[Note]) -> list[Thread]:
    """Sort notes, the newest first as they come, into threads; that with the newest note comes first."""
    found: dict[tuple[int, str], Thread] = {}
    for note in notes:
        subject = subject_of(note)
        key = note.mentorship_id, subject.code
        found.setdefault(key, Thread(subject, note.mentorship, [])).notes.insert(0, note)
    return list(found.values())


def threads_of(shared: Mentorship) -> list[Thread]:
    """Everything said in a mentorship; one query."""
    return threads(_of(shared, shared.notes.select_related(*SUBJECTS)))


def _of(shared: Mentorship, notes: Iterable[Note]) -> Iterable[Note]:
    for note in notes:
        note.mentorship = shared
        yield note
