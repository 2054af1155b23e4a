"""What the site remembers about its own working; nothing about people."""

from django.db import models

KEPT = 200


class FailedMail(models.Model):
    """A mail that was not taken: when, why, and in which request (see the log). Not to whom, nor what it said."""

    at = models.DateTimeField(auto_now_add=True)
    error = models.CharField(max_length=100)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.error}"

    @classmethod
    def remember(cls, *, error: str, request_id: str) -> None:
        """Store one, and forget all but the newest KEPT."""
        new = cls.objects.create(error=error, request_id=request_id)
        cls.objects.filter(pk__lte=new.pk - KEPT).delete()
