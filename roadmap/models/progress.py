"""What a person has done of the steps: to do, doing, done or skipped, with what shows it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessment.models import Assessment
from assessment.models.owners import one_owner
from roadmap.models.content import Step


class StepState(models.TextChoices):
    TODO = "todo", "To do"
    DOING = "doing", "Doing"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"


class ProgressQuerySet(models.QuerySet["Progress"]):
    def of(self, assessment: Assessment) -> "ProgressQuerySet":
        """What the person marked whose assessment it is."""
        return self.filter(learner=assessment.learner_id, guest_key=assessment.guest_key)


class Progress(models.Model):
    """One step of one person: an account or, until one is made, a browser (`guest_key`). No row means to do."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="progress",
    )
    guest_key = models.CharField(max_length=64, blank=True)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=StepState)
    note = models.TextField(blank=True, max_length=2000, help_text="What shows that it is done.")
    link = models.URLField(blank=True, max_length=500)
    done_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name_plural = "progress"
        indexes = [models.Index(fields=["guest_key"])]
        constraints = [
            one_owner("progress_has_one_owner"),
            models.UniqueConstraint(
                fields=["learner", "step"],
                condition=Q(learner__isnull=False),
                name="progress_once_per_learner",
            ),
            models.UniqueConstraint(
                fields=["guest_key", "step"],
                condition=Q(learner__isnull=True),
                name="progress_once_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="progress_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_state_display()}"

    def counts_since(self, day: date | None) -> bool:
        """Whether the step was done on or after a day: what was done before a test is in its result."""
        return self.done_on is not None and (day is None or self.done_on >= day)
