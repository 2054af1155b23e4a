"""A learner shares with a mentor: invitations, mentorships, ratings and notes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessment.models import Assessment, Domain, Question, User
from assessment.models.content import LEVELS
from assessment.models.runs import AssessmentQuerySet
from roadmap.models.content import Step

PREVIEW = (
    0  # the number of the sharing that a learner looks at beforehand; rows are numbered from 1
)


class Scope(models.TextChoices):
    """How much is shared; each includes those before it."""

    SUMMARY = "summary", "Summary"
    SKILLS = "skills", "Report and plan"
    ANSWERS = "answers", "Report, plan and answers"

    def covers(self, other: "Scope") -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(other)


class Consent(models.Model):
    """What a learner agreed to share: how much, of which reports, until when."""

    scope = models.CharField(max_length=10, choices=Scope, default=Scope.SUMMARY)
    # If the only report that is shared goes, the sharing goes with it: it must never widen to all of them.
    only = models.ForeignKey(
        Assessment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The only report that is shared; empty: all, also later ones.",
    )
    until = models.DateTimeField(help_text="When the sharing ends by itself.")

    class Meta:
        abstract = True

    def covers(self, scope: Scope) -> bool:
        return Scope(self.scope).covers(scope)

    @property
    def skills_too(self) -> bool:
        """Whether the whole report and the plan are shared, not only levels, verdicts and gaps."""
        return self.covers(Scope.SKILLS)

    @property
    def answers_too(self) -> bool:
        """Whether it may be read question by question."""
        return self.covers(Scope.ANSWERS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=now)


class Invitation(Consent):
    """A one-time link to look at a learner's reports. Only a hash of its secret is stored."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, help_text="Whom it is for, in the learner's words.")
    email = models.EmailField(
        blank=True,
        max_length=254,
        help_text="The address it was sent to; only an account with this address can accept it.",
    )
    consent_text = models.CharField(
        max_length=20, help_text="Version of the text the learner agreed to."
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text="When the learner agreed.")
    expires_at = models.DateTimeField(help_text="Until when the link can be accepted.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation for {self.label}"


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def running(self, now: datetime | Now) -> "MentorshipQuerySet":
        """Accepted invitations, confirmed or not, that neither side has ended and that have not run out."""
        return self.filter(ended_at=None, until__gt=now)

    def active(self, now: datetime | Now) -> "MentorshipQuerySet":
        """Sharing that the learner confirmed, that neither side has ended and that has not run out."""
        return self.running(now).filter(confirmed_at__isnull=False)

    def waiting(self, now: datetime) -> "MentorshipQuerySet":
        """Accepted invitations of which the learner has not yet said whether the right person accepted."""
        return self.running(now).filter(confirmed_at=None)


class Mentorship(Consent):
    """A learner lets a mentor look, from confirming who they are until a date or until either of them ends it."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentors")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentees")
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="mentorship")
    began_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the learner confirmed who accepted."
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "mentor"],
                condition=Q(ended_at=None),
                name="mentorship_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(learner=models.F("mentor")), name="mentorship_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"mentorship {self.pk}"

    def is_active(self, now: datetime) -> bool:
        """Whether it is among `active(now)`."""
        return self.confirmed_at is not None and self.ended_at is None and self.until > now

    def is_waiting(self, now: datetime) -> bool:
        """Whether it is among `waiting(now)`."""
        return self.confirmed_at is None and self.ended_at is None and self.until > now

    def other_of(self, one: User) -> User:
        """The other of the two."""
        return self.mentor if one == self.learner else self.learner

    @property
    def is_preview(self) -> bool:
        return self.pk == PREVIEW

    @property
    def assessments(self) -> AssessmentQuerySet:
        """The learner's finished assessments that are shared, newest first."""
        finished = self.learner.assessments.finished()
        return finished.filter(pk=self.only_id) if self.only_id else finished


class RequestQuerySet(models.QuerySet["SharingRequest"]):
    def waiting(self, now: datetime) -> "RequestQuerySet":
        return self.filter(answered_at=None, expires_at__gt=now)


class SharingRequest(models.Model):
    """A mentor asks whoever has an e-mail address to share. Whether an account has it is not looked up.

    The address is stored as a keyed hash alone: it may be that of somebody who never comes here.
    """

    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="requests")
    email_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the learner shared or declined."
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["email_hash"])]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "email_hash"], name="request_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class MentorRating(models.Model):
    """The level a mentor gives in a domain, with what they saw. A new one follows the old; none is changed."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="ratings")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    evidence = models.TextField(max_length=2000)
    rated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-rated_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=4), name="mentor_rating_is_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.get_level_display()}"


class Note(models.Model):
    """What a mentor or the learner writes to the other: on a report, or about a domain, a step or a question.

    Both read it: there are no private notes. Those about the same thing, in one mentorship, are one thread.
    """

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="notes")
    assessment = models.ForeignKey(
        Assessment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notes",
        help_text="The report that it is written on, if on one.",
    )
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain=None, step=None)
                | Q(domain=None, question=None)
                | Q(step=None, question=None),
                name="note_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"note of {self.written_at:%Y-%m-%d}"
