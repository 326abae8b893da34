"""A protected channel: everything is asked twice before it is posted there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors", "0001_channels")]

    operations = [
        migrations.AddField(
            "channel",
            "is_protected",
            models.BooleanField(
                db_default=False, default=False, help_text="Is everything asked twice before it is posted?"
            ),
        ),
    ]
