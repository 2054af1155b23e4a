"""Who did what to whose data; written in the same transaction as the act, and never edited."""

from django.conf import settings
from django.db import models


class Verb(models.TextChoices):
    STARTED = "started", "started an assessment"
    FINISHED = "finished", "finished an assessment"
    DELETED = "deleted", "deleted an assessment"
    KEPT = "kept", "moved a guest assessment to the account"
    INVITED = "invited", "made an invitation"
    CANCELLED = "cancelled", "cancelled an invitation"
    ACCEPTED = "accepted", "accepted an invitation"
    ENDED = "ended", "ended sharing"
    VIEWED = "viewed", "looked at a report"
    VIEWED_ANSWERS = "viewed-answers", "looked at the answers"
    VIEWED_PLAN = "viewed-plan", "looked at the plan"
    LISTED = "listed", "saw the result and its largest gap in their list of mentees"
    COMPARED = "compared", "compared two reports"
    PRINTED = "printed", "opened a report to print it"
    EXPORTED = "exported", "downloaded the plan"
    STAFF_LOOKED = "staff-looked", "looked as staff, on the administration pages"
    CONFIRMED = "confirmed", "confirmed who accepted"
    ASKED = "asked", "asked to see reports"
    GRANTED = "granted", "granted a request"
    REFUSED = "refused", "declined a request"
    NOTED = "noted", "wrote a note"
    RATED = "rated", "rated a domain"
    PROMISED = "promised", "made an agreement"
    SETTLED = "settled", "closed an agreement"
    PROBED = "probed", "wrote down an answer"
    MARKED = "marked", "marked a step"
    PLANNED = "planned", "changed hours or date of the plan"
    FOUNDED = "founded", "made a cohort"
    JOINED = "joined", "joined a cohort"
    AGREED = "agreed", "changed what a cohort sees"
    LEFT = "left", "left a cohort"
    RENAMED = "renamed", "renamed a cohort"
    LINKED = "linked", "made a link to join a cohort"
    NAMED_LEAD = "named-lead", "named a lead of a cohort"
    CLOSED = "closed", "deleted a cohort"
    COUNTED = "counted", "counted the results of a cohort"
    REPORTED = "reported", "reported a problem with a question"
    ANSWERED = "answered", "answered a report of a problem with a question"


LOOKS = (
    Verb.VIEWED,
    Verb.VIEWED_ANSWERS,
    Verb.VIEWED_PLAN,
    Verb.LISTED,
    Verb.COMPARED,
    Verb.PRINTED,
    Verb.EXPORTED,
    Verb.STAFF_LOOKED,
)


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def looks(self) -> "AuditEventQuerySet":
        """Every time somebody read what belongs to a learner, the newest first."""
        return self.filter(verb__in=LOOKS).select_related("actor")


class AuditEvent(models.Model):
    """One act. `learner` is the person whose data it concerns; both people may be unknown (a guest)."""

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=20, choices=Verb)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="audit_events"
    )
    about = models.CharField(
        max_length=200, blank=True, help_text="Which assessment or invitation; no personal data."
    )

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["learner", "verb", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_verb_display()}"
