"""The projection of `assessment/content/` into the database; `loadcontent` writes it, nobody edits it here."""

from django.db import models
from django.db.models import Q

from assessment.core import catalogue

WEIGHTS = [(weight.value, weight.name.capitalize()) for weight in catalogue.Weight]
LEVELS = [(level.value, level.name.capitalize()) for level in catalogue.Level]
KINDS = [(kind.value, kind.name.capitalize()) for kind in catalogue.Kind]
ASKS = [(asks.value, asks.name.capitalize()) for asks in catalogue.Asks]


class ContentVersion(models.Model):
    """One state of all content that was loaded; results name the one they were made with."""

    digest = models.CharField(max_length=64)
    summary = models.TextField(help_text="What changed against the version before.")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "pk"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"content {self.pk} of {self.loaded_at:%Y-%m-%d}"


class Projected(models.Model):
    """A row that stands for an entry of a content file. It stays when the entry goes: old results speak of it."""

    slug = models.CharField(max_length=60, unique=True)
    retired = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Guide(Projected):
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=300)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.slug}: {self.title}"


class Section(Projected):
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=300)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.slug}: {self.heading}"


class Domain(Projected):
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    scope = models.CharField(max_length=300)
    weight = models.CharField(max_length=10, choices=WEIGHTS)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Skill(Projected):
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="skills")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    sources = models.JSONField(default=list, help_text="Section ids.")

    class Meta:
        ordering = ["domain__position", "position"]

    def __str__(self) -> str:
        return self.name


class Anchor(models.Model):
    """What a person at a level can be seen doing in a domain."""

    domain = models.ForeignKey(Domain, models.CASCADE, related_name="anchors")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    does = models.CharField(max_length=300)
    sources = models.JSONField(default=list, help_text="Section ids.")

    class Meta:
        ordering = ["domain__position", "level"]
        constraints = [models.UniqueConstraint(fields=["domain", "level"], name="anchor_once")]

    def __str__(self) -> str:
        return f"{self.domain}, {self.get_level_display()}"


class Misconception(Projected):
    name = models.CharField(max_length=300)
    belief = models.TextField()
    instead = models.TextField()
    sources = models.JSONField(default=list, help_text="Section ids.")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Question(Projected):
    """A question by its permanent id; what it says is in its revisions."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="questions")
    draft = models.BooleanField(default=False, help_text="Not reviewed yet: never asked.")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class QuestionRevision(models.Model):
    """A question as it was asked. Wording may be corrected in place; a new key, option or meaning makes a new row."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    current = models.BooleanField(default=True)
    fingerprint = models.CharField(
        max_length=64, help_text="Of everything that makes an answer mean something."
    )
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    level = models.PositiveSmallIntegerField(help_text="Band 1 (Starting) to 5 (Architect).")
    asks = models.CharField(max_length=10, choices=ASKS)
    stem = models.TextField()
    exhibit = models.TextField(blank=True)
    exhibit_label = models.CharField(max_length=300, blank=True)
    answer = models.FloatField(null=True, blank=True)
    tolerance = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    because = models.TextField(blank=True)
    slips = models.JSONField(default=list, help_text="Typical wrong numbers.")
    sources = models.JSONField(default=list, help_text="Section ids.")
    guess_rate = models.FloatField(
        help_text="Chance of a right answer by someone who does not know."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question__slug", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="revision_once"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(current=True), name="revision_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.slug}, revision {self.number}"

    @property
    def is_servable(self) -> bool:
        """Whether it may be asked: the newest wording of a question that is reviewed and not retired."""
        return self.current and not self.question.retired and not self.question.draft


class Option(models.Model):
    revision = models.ForeignKey(QuestionRevision, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(
        help_text="As in the content file; learners see another order."
    )
    text = models.TextField()
    key = models.BooleanField(default=False)
    because = models.TextField()
    misconception = models.ForeignKey(Misconception, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="option_once")]

    def __str__(self) -> str:
        return self.text
