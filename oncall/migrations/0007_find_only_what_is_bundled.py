"""Of carried pages only those that are still under way are looked for; the index holds them alone."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("oncall", "0006_exceptions_and_calendars")]

    operations = [
        AddIndex("page", models.Index(fields=["carried_by"], name="page_bundled", condition=models.Q(state="bundled"))),
        migrations.RemoveIndex("page", "page_carried"),
    ]
