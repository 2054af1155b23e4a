"""What learners say is wrong with a question, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessment.models.content import ContentVersion, Question, QuestionRevision
from assessment.models.owners import one_owner

WORDS = 1000  # characters of a comment, and of an answer to it


class ProblemKind(models.TextChoices):
    KEY = "key", "What counts as right"
    UNCLEAR = "unclear", "Unclear"
    OUTDATED = "outdated", "Out of date"
    WORDING = "wording", "Wording or looks"
    OTHER = "other", "Something else"


class ProblemState(models.TextChoices):
    OPEN = "open", "Open"
    SETTLED = "settled", "Settled"


class ReportedProblemQuerySet(models.QuerySet["ReportedProblem"]):
    def open(self) -> "ReportedProblemQuerySet":
        return self.filter(state=ProblemState.OPEN)


class ReportedProblem(models.Model):
    """One problem that one person has with one question: an account or, until one is made, a browser (`guest_key`).

    A person has one open report of a question at the most. It says nothing of the assessment in which it came up, and
    what becomes of the question changes nothing here.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reported_problems",
    )
    guest_key = models.CharField(max_length=64, blank=True)
    question = models.ForeignKey(Question, models.PROTECT, related_name="reported_problems")
    revision = models.ForeignKey(
        QuestionRevision, models.PROTECT, related_name="+", help_text="What was shown."
    )
    content_version = models.ForeignKey(
        ContentVersion,
        models.PROTECT,
        related_name="+",
        help_text="The content at that time: a revision may be reworded in place.",
    )
    kind = models.CharField(max_length=10, choices=ProblemKind)
    comment = models.TextField(blank=True, max_length=WORDS)
    reported_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=ProblemState, default=ProblemState.OPEN)
    answer = models.TextField(blank=True, max_length=WORDS, help_text="Staff's, to the learner.")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReportedProblemQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["guest_key"], name="problem_of_guest")]
        constraints = [
            one_owner("problem_has_one_owner"),
            models.UniqueConstraint(
                fields=["learner", "question"],
                condition=Q(state="open", learner__isnull=False),
                name="problem_open_once_per_learner",
            ),
            models.UniqueConstraint(
                fields=["guest_key", "question"],
                condition=Q(state="open", learner__isnull=True),
                name="problem_open_once_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, answer="")
                | (Q(state="settled", settled_at__isnull=False) & ~Q(answer="")),
                name="problem_settled_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.slug}: {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == ProblemState.OPEN
