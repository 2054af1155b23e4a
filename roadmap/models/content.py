"""The projection of `roadmap/content/` into the database; `loadcontent` writes it, nobody edits it here."""

from django.db import models

from assessment.models import Domain, Misconception, Skill
from assessment.models.content import LEVELS, Projected
from roadmap.core import catalogue
from roadmap.core.credentials import Relevance

SENIORITIES = [(s, s.capitalize()) for s in ("entry", "mid", "senior", "lead")]
STEP_KINDS = [(kind.value, kind.name.capitalize()) for kind in catalogue.StepKind]
RESOURCE_KINDS = [(kind.value, kind.name.capitalize()) for kind in catalogue.ResourceKind]
RELEVANCES = [(relevance.value, relevance.label) for relevance in Relevance]
LADDER = ("foundation", "engineer", "professional", "architect")
RUNGS = [*((rung, rung.capitalize()) for rung in LADDER), ("none", "No level given")]


class RoleQuerySet(models.QuerySet["Role"]):
    def targets(self) -> "RoleQuerySet":
        """Roles a learner can aim at."""
        return self.filter(advanced=False, retired=False)


class Role(Projected):
    """A target role, or (advanced) a role that a target can lead to."""

    name = models.CharField(max_length=300)
    seniority = models.CharField(max_length=10, choices=SENIORITIES)
    summary = models.TextField()
    sources = models.JSONField(default=list)
    advanced = models.BooleanField(default=False)
    leads_to = models.ManyToManyField("self", symmetrical=False, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def aims(self) -> dict[str, dict[str, int]]:
        """Wanted score and weight by domain slug, as an assessment stores them."""
        return {
            wanted.domain.slug: {"score": wanted.score, "weight": wanted.weight}
            for wanted in self.wanted.select_related("domain")
        }


class WantedScore(models.Model):
    """What a role asks of a domain."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="wanted")
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="0 to 100")
    weight = models.PositiveSmallIntegerField(help_text="0 not needed … 3 decides")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["domain__position"]
        constraints = [models.UniqueConstraint(fields=["role", "domain"], name="wanted_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.domain} {self.score}"


class Background(Projected):
    name = models.CharField(max_length=300)
    summary = models.TextField()
    sources = models.JSONField(default=list)
    strengths = models.TextField()
    advice = models.TextField()
    brings = models.ManyToManyField(Domain, related_name="+", blank=True)
    adds = models.ManyToManyField(Domain, related_name="+", blank=True)
    roles = models.ManyToManyField(Role, related_name="+", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Step(Projected):
    """One thing to do."""

    domain = models.ForeignKey(Domain, models.CASCADE, related_name="steps")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=STEP_KINDS)
    hours = models.PositiveSmallIntegerField()
    do = models.TextField()
    done_when = models.TextField()
    closing = models.BooleanField(default=False, help_text="For the last weeks of a plan.")
    sources = models.JSONField(default=list)
    after = models.ManyToManyField("self", symmetrical=False, blank=True)
    helps = models.ManyToManyField(Misconception, related_name="steps", blank=True)

    class Meta:
        ordering = ["domain__position", "slug"]

    def __str__(self) -> str:
        return self.title


class StepLift(models.Model):
    """A skill that a step lifts, and between which levels."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="lifts")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="lifts")
    start = models.PositiveSmallIntegerField(choices=LEVELS)
    end = models.PositiveSmallIntegerField(choices=LEVELS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "skill"], name="lift_once")]

    def __str__(self) -> str:
        return f"{self.skill}: {self.get_start_display()} to {self.get_end_display()}"


class Project(Projected):
    """A practice project the guides describe; it appears as a step or as part of one."""

    name = models.CharField(max_length=300)
    sources = models.JSONField(default=list)
    skills = models.ManyToManyField(Skill, related_name="+")
    steps = models.ManyToManyField(Step, related_name="projects")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Certification(Projected):
    name = models.CharField(max_length=300)
    provider = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    relevance = models.CharField(max_length=12, choices=RELEVANCES)
    ladder = models.CharField(max_length=12, choices=RUNGS)
    facts = models.JSONField(default=list)
    exam = models.JSONField(default=dict)
    blueprint = models.JSONField(default=dict, help_text="Topics and shares; empty if not known.")
    closed = models.DateField(null=True, blank=True, help_text="From then on nobody can take it.")
    outside = models.JSONField(default=list, help_text="Facts that no guide gives.")
    why = models.TextField()
    note = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    domains = models.ManyToManyField(Domain, related_name="certifications", blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Resource(Projected):
    """A place, a provider, a text or a way of learning."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=RESOURCE_KINDS)
    good_for = models.CharField(max_length=300)
    unrelated = models.BooleanField(default=False, help_text="Listed and never suggested.")
    sources = models.JSONField(default=list)
    domains = models.ManyToManyField(Domain, related_name="+", blank=True)
    skills = models.ManyToManyField(Skill, related_name="+", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PortfolioItem(Projected):
    """Something to show an employer, and what makes it convincing."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12)
    show = models.TextField()
    convinces = models.TextField()
    sources = models.JSONField(default=list)
    skills = models.ManyToManyField(Skill, related_name="+")
    steps = models.ManyToManyField(Step, related_name="+")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class InterviewItem(Projected):
    """Something to be ready for in an interview or an exam, and what a good answer contains."""

    kind = models.CharField(max_length=12)
    prompt = models.CharField(max_length=300)
    answer = models.TextField()
    sources = models.JSONField(default=list)
    skills = models.ManyToManyField(Skill, related_name="+")
    steps = models.ManyToManyField(Step, related_name="+")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.prompt


class Probe(Projected):
    """A card for a talk: an open question on one skill, and what a good answer contains."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(
        choices=LEVELS, help_text="The level that a good answer shows."
    )
    ask = models.CharField(max_length=300)
    good = models.TextField()
    follow_up = models.CharField(max_length=300)
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ["skill__domain__position", "skill__position", "level", "slug"]

    def __str__(self) -> str:
        return self.ask


class StudyPlan(Projected):
    """A study plan of a guide; its parts are as in the content file and only ever read together."""

    name = models.CharField(max_length=300)
    days = models.PositiveSmallIntegerField()
    summary = models.TextField()
    hours_per_day = models.JSONField(default=dict, help_text="least and most, where stated.")
    note = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ["days"]

    def __str__(self) -> str:
        return self.name
