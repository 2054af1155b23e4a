"""A learner shares with a mentor: invitations, mentorships, ratings and notes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessment.models import Assessment, Domain, Question
from assessment.models.content import LEVELS
from roadmap.models.content import Step


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A one-time link to look at a learner's reports. Only a hash of its secret is stored."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, help_text="Whom it is for, in the learner's words.")
    answers_too = models.BooleanField(
        default=False, help_text="The mentor may also read question by question."
    )
    share_days = models.PositiveSmallIntegerField(
        help_text="How long the mentor may look, from acceptance."
    )
    consent_text = models.CharField(
        max_length=20, help_text="Version of the text the learner agreed to."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation for {self.label}"


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def active(self, now: datetime) -> "MentorshipQuerySet":
        """Sharing that neither side has ended and that has not run out."""
        return self.filter(ended_at=None, until__gt=now)


class Mentorship(models.Model):
    """A learner lets a mentor look, until a date or until either of them ends it."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentors")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentees")
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="mentorship")
    answers_too = models.BooleanField(default=False)
    began_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
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
        return self.ended_at is None and self.until > now


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
