"""What happened that concerns somebody, for their inbox, and how often they want it by mail."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from assessment.models import Assessment
from roadmap.models.cohorts import CohortMember, MemberKind
from roadmap.models.sharing import MentorRating, Mentorship, Note
from roadmap.models.talks import Agreement

WEEK = timedelta(days=7)


class Kind(models.TextChoices):
    """What happened. The label counts it in a mail, which names nobody."""

    ACCEPTED = "accepted", "Invitations accepted that wait for you to confirm"
    BEGAN = "began", "Learners who began to share with you"
    ENDED = "ended", "Sharing that was ended"
    RAN_OUT = "ran-out", "Sharing that ended on its date"
    NOTED = "noted", "Notes written to you"
    RATED = "rated", "Ratings that a mentor gave you"
    PROBED = "probed", "Answers of yours that a mentor wrote down"
    AGREED = "agreed", "New agreements"
    SETTLED = "settled", "Agreements that were closed"
    RESULT = "result", "New results of your mentees"
    JOINED = "joined", "People who joined a cohort you lead"


NAMELESS = (
    Kind.ENDED,
    Kind.RAN_OUT,
)  # what a mentor may still read when nothing is shared any more


def _may_be_known(now: datetime | Now) -> Q:
    """A learner keeps everything; a mentor reads of a learner only while they share; a lead only of a cohort they lead."""
    shared = Mentorship.objects.filter(pk=OuterRef("mentorship"))
    leads = CohortMember.objects.filter(
        cohort=OuterRef("member__cohort"), user=OuterRef("recipient"), kind=MemberKind.LEAD
    )
    return (
        Q(kind__in=NAMELESS)
        | Q(Exists(shared.filter(learner=OuterRef("recipient"))))
        | Q(Exists(shared.active(now)))
        | Q(Exists(leads))
    )


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible(self, now: datetime | Now) -> "NoticeQuerySet":
        """What may still be known by whom it was for, and has happened by now."""
        return self.filter(_may_be_known(now), happened_at__lte=now)

    def unread(self, now: datetime | Now) -> "NoticeQuerySet":
        return self.visible(now).filter(read_at=None)

    def outlived(self, since: datetime, now: datetime) -> "NoticeQuerySet":
        """Of before a time, what was read, or may not be known any more."""
        return self.filter(~_may_be_known(now) | Q(read_at__isnull=False), happened_at__lt=since)

    def with_people(self) -> "NoticeQuerySet":
        """With everything that their sentences say."""
        return self.select_related(
            "mentorship__learner",
            "mentorship__mentor",
            "mentorship__invitation",
            "note__domain",
            "note__step",
            "note__question__skill",
            "rating__domain",
            "agreement",
            "member__user",
            "member__cohort",
        )


class Notice(models.Model):
    """One thing that happened, for one person. It holds no words: they are made when it is read, from what it is about."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    mentorship = models.ForeignKey(
        Mentorship, models.CASCADE, null=True, blank=True, related_name="+"
    )
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="+")
    rating = models.ForeignKey(
        MentorRating, models.CASCADE, null=True, blank=True, related_name="+"
    )
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="+"
    )
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        CohortMember, models.CASCADE, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField(
        default=timezone.now, help_text="Later than now: it is not shown before that."
    )
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-happened_at"], name="notice_of"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentorship__isnull=False, member=None)
                | Q(mentorship=None, member__isnull=False),
                name="notice_is_of_a_sharing_or_a_cohort",
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def is_to_learner(self) -> bool:
        return self.mentorship is not None and self.mentorship.learner_id == self.recipient_id

    @property
    def other(self) -> models.Model | None:
        """Who else it is about: the other of the two who share, or who joined."""
        if self.mentorship is None:
            return self.member.user if self.member else None
        return self.mentorship.learner if not self.is_to_learner else self.mentorship.mentor


class Period(models.TextChoices):
    OFF = "off", "Never"
    DAILY = "daily", "At most once a day"
    WEEKLY = "weekly", "At most once a week"


class DigestQuerySet(models.QuerySet["Digest"]):
    def due(self, today: date) -> "DigestQuerySet":
        """Those whose period is over since the last mail."""
        over = Q(period=Period.DAILY, last_on__lt=today)
        over |= Q(period=Period.WEEKLY, last_on__lte=today - WEEK)
        return self.filter(over, user__is_active=True).select_related("user").order_by("pk")


class Digest(models.Model):
    """How often somebody wants a mail about what is new. Nobody has one who did not ask for it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest")
    period = models.CharField(max_length=6, choices=Period, default=Period.OFF)
    changed_at = models.DateTimeField(help_text="When they last chose the period.")
    last_on = models.DateField(help_text="The day of the last mail; at first, that of asking.")
    told_until = models.DateTimeField(help_text="What happened later was not in a mail yet.")

    objects = DigestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"mails of account {self.user_id}: {self.get_period_display().lower()}"
