"""Groups: who belongs to them, what each learner lets the others see, links to join, and the published counts."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from roadmap.models.content import Role


class MemberKind(models.TextChoices):
    LEARNER = "learner", "Learner"
    MENTOR = "mentor", "Mentor"
    LEAD = "lead", "Lead"


STAFF = (MemberKind.LEAD, MemberKind.MENTOR)


class Cohort(models.Model):
    """A group that works toward one role."""

    name = models.CharField(max_length=80)
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class CohortMember(models.Model):
    """One person in a cohort. Only learners give consents; each is given and withdrawn by itself."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cohorts")
    kind = models.CharField(max_length=8, choices=MemberKind)
    joined_at = models.DateTimeField(auto_now_add=True)
    aggregate = models.BooleanField(default=False, help_text="Counted in numbers of the group.")
    named = models.BooleanField(default=False, help_text="Shown by name, with verdicts.")
    peers = models.BooleanField(
        default=False, help_text="Paired with a learner who agreed too, each seeing where to help."
    )
    consent_text = models.CharField(
        max_length=20, blank=True, help_text="Version of the text the learner answered."
    )
    consented_at = models.DateTimeField(
        null=True, blank=True, help_text="When the consents were last given or withdrawn."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="cohort_member_once"),
            models.CheckConstraint(
                condition=Q(kind="learner") | Q(aggregate=False, named=False, peers=False),
                name="cohort_consents_are_learners",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of cohort {self.cohort_id}"

    @property
    def is_staff(self) -> bool:
        """Whether they lead or mentor the cohort."""
        return self.kind in STAFF

    @property
    def is_lead(self) -> bool:
        return self.kind == MemberKind.LEAD

    @property
    def is_learner(self) -> bool:
        return self.kind == MemberKind.LEARNER


class JoinLinkQuerySet(models.QuerySet["JoinLink"]):
    def usable(self, now: datetime) -> "JoinLinkQuerySet":
        """Links with a seat left, neither cancelled nor run out."""
        return self.filter(cancelled_at=None, expires_at__gt=now, uses__lt=F("limit"))

    def mailed_since(self, by: AbstractBaseUser, moment: datetime) -> int:
        """To how many addresses the site has sent somebody's links since a moment."""
        sent = self.filter(created_by=by, created_at__gt=moment)
        return int(sent.aggregate(total=models.Sum("mailed", default=0))["total"])


class JoinLink(models.Model):
    """A link by which several people can join. Only a hash of its secret is stored."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=MemberKind)
    limit = models.PositiveSmallIntegerField(help_text="How many people can join by it.")
    uses = models.PositiveSmallIntegerField(default=0)
    mailed = models.PositiveSmallIntegerField(
        default=0, help_text="To how many addresses the site sent it."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = JoinLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("limit")), name="join_link_has_seats")
        ]

    def __str__(self) -> str:
        return f"link for {self.limit} of cohort {self.cohort_id}"


class CohortSnapshot(models.Model):
    """The counts of a cohort as they were published on a day. What is suppressed is not stored either."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="snapshots")
    taken_on = models.DateField()
    table = models.JSONField(help_text="Counts as published; null where a count is suppressed.")
    counted = models.JSONField(
        help_text="Which result of whom was counted (assessment by account); never shown."
    )
    seen = models.JSONField(
        default=list,
        help_text="Those of the results that leads and mentors could see elsewhere; never shown.",
    )

    class Meta:
        ordering = ["-taken_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "taken_on"], name="cohort_snapshot_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"counts of cohort {self.cohort_id} on {self.taken_on}"
