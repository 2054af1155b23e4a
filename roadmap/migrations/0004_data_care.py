"""Accepted invitations forget the address they were sent to: the mentorship says who it is."""

from django.db import migrations


def forget_addresses(apps, schema_editor):
    invitations = apps.get_model("roadmap", "Invitation").objects.using(schema_editor.connection.alias)
    invitations.exclude(accepted_at=None).exclude(email="").update(email="")


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0003_talks")]
    operations = [migrations.RunPython(forget_addresses, migrations.RunPython.noop, elidable=True)]
