"""A draft's list of ticks goes, and its rows take the name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interactions", "0007_ticks_to_rows")]

    operations = [
        migrations.RemoveField("draft", "ticks"),
        migrations.AlterField(  # of the state only: the database knows nothing of the name
            "tick",
            "draft",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="interactions.draft"
            ),
        ),
    ]
