"""What a learner said at the start besides the role: background, hours per week, date."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from assessment.models import Assessment
from roadmap.models.content import Background, Role


class Goal(models.Model):
    """The frame of one assessment's report and plan."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="goal")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    background = models.ForeignKey(
        Background, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hours_per_week = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    by_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role}, {self.hours_per_week} hours a week"
