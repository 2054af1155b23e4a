"""What comes of talks between a learner and a mentor: agreements, and answers to the questions of probe cards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessment.models import Skill
from assessment.models.content import LEVELS
from roadmap.models.content import Step
from roadmap.models.sharing import Mentorship


class Side(models.TextChoices):
    """The two people of a mentorship."""

    LEARNER = "learner", "The learner"
    MENTOR = "mentor", "The mentor"


class AgreementState(models.TextChoices):
    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    DROPPED = "dropped", "Dropped"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def open(self) -> "AgreementQuerySet":
        """What is still to be done, the nearest date first."""
        return self.filter(state=AgreementState.OPEN).order_by("by_date", "pk")

    def with_people(self) -> "AgreementQuerySet":
        return self.select_related("mentorship__learner", "mentorship__mentor", "step")


class Agreement(models.Model):
    """Who of the two does what by when: a step, words of their own, or both."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="agreements")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=8, choices=Side, help_text="Which of the two does it.")
    by_date = models.DateField()
    state = models.CharField(max_length=8, choices=AgreementState, default=AgreementState.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-by_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=False) | ~Q(text=""), name="agreement_says_what"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="agreement_is_settled_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == AgreementState.OPEN

    @property
    def doer(self) -> models.Model:
        """Who of the two does it."""
        shared = self.mentorship
        return shared.learner if self.who == Side.LEARNER else shared.mentor

    @property
    def is_overdue(self) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and self.by_date < timezone.localdate()


class ProbeOutcome(models.Model):
    """What a mentor saw in the answer to the question of a probe card. A new one follows the old; none is changed."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="probe_outcomes")
    card = models.CharField(max_length=60, help_text="Slug of the card.")
    question = models.TextField(help_text="What was asked, as the card said it then.")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    note = models.TextField(max_length=2000, help_text="What in the answer shows the level.")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=4), name="probe_outcome_is_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.get_level_display()}"
