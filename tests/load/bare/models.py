"""One row for every answer."""

from django.db import connection, models


class Row(models.Model):
    user_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    given = models.CharField(max_length=200)
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"
        constraints = [models.UniqueConstraint(fields=["user_id", "position"], name="bare_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.position}"


def make_table() -> None:
    """The table, in the database of now; it is no part of the site, so no migration knows it."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
