"""What is put off until a date. Constant defaults: no row is rewritten."""

import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interactions", "0023_saved_views")]

    operations = [
        migrations.AddField("interaction", "snoozed_at", models.DateTimeField(null=True)),
        migrations.AddField("interaction", "snoozed_until", models.DateTimeField(null=True)),
        migrations.AddField("interaction", "awaits_customer", models.BooleanField(db_default=False, default=False)),
        migrations.AddField(
            "interaction",
            "paused_for",
            models.DurationField(db_default=dt.timedelta(0), default=dt.timedelta(0)),
        ),
        migrations.AddField("interaction", "came_back_at", models.DateTimeField(null=True)),
    ]
