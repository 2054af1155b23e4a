"""Acts of a mentor on what is shared: write a note, rate a domain."""

from django.db import transaction

from assessment.access import Person
from assessment.actions import audit
from assessment.core.catalogue import Level
from assessment.limits import within_a_day
from assessment.models import Assessment, Domain, User, Verb
from roadmap.actions.notices import tell
from roadmap.models import Kind, MentorRating, Mentorship, Note


def write_note(shared: Mentorship, assessment: Assessment, text: str, *, by: User) -> Note:
    """Write a note on a report; the learner reads it. Raises TooOften."""
    with transaction.atomic():
        within_a_day(Verb.NOTED, by=Person(user=by))
        note = Note.objects.create(mentorship=shared, assessment=assessment, author=by, text=text)
        tell(shared.learner, Kind.NOTED, shared, note=note)
        audit(Verb.NOTED, by=Person(user=by), learner=shared.learner, about=str(assessment.pk))
    return note


def rate_mentee(
    shared: Mentorship, domain: Domain, level: Level, evidence: str, *, by: User
) -> MentorRating:
    """Give a level in a domain, with what was seen; the learner reads it. Raises TooOften."""
    with transaction.atomic():
        within_a_day(Verb.RATED, by=Person(user=by))
        rating = MentorRating.objects.create(
            mentorship=shared, domain=domain, level=level, evidence=evidence
        )
        tell(shared.learner, Kind.RATED, shared, rating=rating)
        audit(Verb.RATED, by=Person(user=by), learner=shared.learner, about=domain.slug)
    return rating
