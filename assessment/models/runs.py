"""One run of the assessment by one learner: its ratings, responses and frozen result."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from assessment.core.responses import Outcome
from assessment.core.stopping import SETTLING, Length
from assessment.models.content import LEVELS, ContentVersion, Domain, Question, QuestionRevision
from assessment.models.owners import one_owner

LENGTHS = [(length.value, length.name.capitalize()) for length in Length]
OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome]


class State(models.TextChoices):
    RATING = "rating", "Rating yourself"
    ASKING = "asking", "Answering questions"
    FINISHED = "finished", "Finished"


OPEN_STATES = (State.RATING, State.ASKING)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def open(self) -> "AssessmentQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def finished(self) -> "AssessmentQuerySet":
        return self.filter(state=State.FINISHED)

    def first_attempts(self) -> "AssessmentQuerySet":
        """Of every account and every guest the earliest finished assessment that has answers, earliest first."""
        place = Window(
            RowNumber(),
            partition_by=[F("learner"), F("guest_key")],
            order_by=[F("finished_at").asc(), F("pk").asc()],
        )
        answered = Exists(Response.objects.filter(assessment=OuterRef("pk")))
        return (
            self.finished()
            .filter(answered)
            .annotate(place=place)
            .filter(place=1)
            .order_by("finished_at", "pk")
        )


class Assessment(models.Model):
    """One run. It belongs to an account or, until one is made, to a browser (`guest_key`). Frozen once finished."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
    )
    guest_key = models.CharField(
        max_length=64, blank=True, help_text="Hash of the browser's guest cookie."
    )
    state = models.CharField(max_length=10, choices=State, default=State.RATING)
    length = models.CharField(max_length=10, choices=LENGTHS, default=Length.STANDARD.value)
    role = models.CharField(max_length=60, help_text="Slug of the target role it aims at.")
    aims = models.JSONField(
        help_text="Wanted score and weight by domain slug, as they were when the assessment began."
    )
    content_version = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    measurement_version = models.PositiveSmallIntegerField(
        help_text="1 at launch; later the number of a calibration."
    )
    avoid = models.JSONField(
        default=list,
        help_text="Questions (by pk) of the last assessments, asked only when nothing else is left.",
    )
    asked = models.ForeignKey(
        QuestionRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The question that waits for an answer.",
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Number of the waiting question, from 1."
    )
    sure_enough = models.BooleanField(
        default=False, help_text="Every decision about the role stands: finishing early is offered."
    )
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The finished assessment whose ratings and answers this one began with.",
    )
    settles = models.ForeignKey(
        Domain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The only domain it asks about.",
    )
    carried = models.PositiveSmallIntegerField(
        default=0, help_text="How many of its answers come from the assessment that it continues."
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        get_latest_by = "started_at"
        indexes = [models.Index(fields=["guest_key"])]
        constraints = [
            one_owner("assessment_has_one_owner"),
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(state__in=["rating", "asking"]),
                name="assessment_one_open_per_learner",
            ),
            models.UniqueConstraint(
                fields=["guest_key"],
                condition=Q(state__in=["rating", "asking"], learner__isnull=True),
                name="assessment_one_open_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="asking", asked__isnull=False)
                | (~Q(state="asking") & Q(asked__isnull=True)),
                name="assessment_asks_while_asking",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.started_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_finished(self) -> bool:
        return self.state == State.FINISHED

    @property
    def limit(self) -> int:
        """How many questions it asks at the most."""
        return SETTLING if self.settles_id else Length(self.length).questions

    @property
    def number(self) -> int:
        """Number of the waiting question among those that this assessment asks itself, from 1."""
        return self.position - self.carried

    @property
    def answered(self) -> int:
        """How many questions it has asked itself and got answered, while one waits."""
        return max(0, self.number - 1)

    @property
    def left(self) -> int:
        """How many questions are still to come at the most, the waiting one included."""
        return self.limit - self.answered

    def lineage(self) -> list[uuid.UUID]:
        """Its own key, that of the assessment it continues, and so on, newest first; one query where it continues one."""
        if self.continues_id is None:
            return [self.pk]
        links = dict(
            Assessment.objects.filter(learner=self.learner_id, guest_key=self.guest_key)
            .exclude(pk=self.pk)
            .values_list("pk", "continues_id")
        )
        found, before = [self.pk], self.continues_id
        while before in links and before not in found:
            found.append(before)
            before = links[before]
        return found


class SelfRating(models.Model):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="ratings")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS, validators=[MaxValueValidator(4)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="rating_once"),
            models.CheckConstraint(condition=Q(level__lte=4), name="rating_is_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.get_level_display()}"


class Response(models.Model):
    """One answer. The database holds that a question is answered once, whatever is clicked, replayed or raced."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="responses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="responses")
    revision = models.ForeignKey(QuestionRevision, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField(
        help_text="1 for the first question of the assessment."
    )
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    given = models.JSONField(
        help_text="Option positions as in the content file, or a number; empty for 'I don't know yet'."
    )
    sure = models.BooleanField(null=True)
    answered_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(
        help_text="From asking to answering; never shown to the learner while answering."
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "position"], name="response_position_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "question"], name="response_question_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.get_outcome_display()}"


class DomainResult(models.Model):
    """The estimate of one domain, stored when the assessment finished; never recomputed."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="results")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    score = models.FloatField(help_text="0 to 100")
    standard_error = models.FloatField(help_text="In points of the score.")
    low = models.FloatField(help_text="Lower end of the 80 % interval.")
    high = models.FloatField(help_text="Upper end of the 80 % interval.")
    responses = models.PositiveSmallIntegerField(help_text="Number of answers in this domain.")
    level = models.PositiveSmallIntegerField(choices=LEVELS, help_text="The most probable level.")
    level_probabilities = models.JSONField(help_text="Five probabilities, Starting to Architect.")
    density = models.JSONField(
        help_text="Posterior probability at each point of the measurement grid."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "domain"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.domain}: {self.score:.0f} ({self.low:.0f} to {self.high:.0f})"
