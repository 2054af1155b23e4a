"""Versions of the measurement: what calibration has learnt about questions and the population."""

from django.db import models

from assessment.core.posterior import MEASUREMENT_VERSION


class MeasurementVersion(models.Model):
    """What one calibration learnt. Rows are only added; version 1, the authors' bands, needs none."""

    number = models.PositiveSmallIntegerField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(help_text="What it was learnt from.")
    parameters = models.JSONField(
        help_text="Questions by revision, and the prior, as written by assessment/core/stored.py."
    )

    class Meta:
        get_latest_by = "number"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gt=1), name="measurement_after_launch"
            )
        ]

    def __str__(self) -> str:
        return f"measurement {self.number} of {self.created_at:%Y-%m-%d}"

    @classmethod
    def current_number(cls) -> int:
        """The number of the version that measures now."""
        newest = cls.objects.values_list("number", flat=True).first()
        return newest or MEASUREMENT_VERSION
