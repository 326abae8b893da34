"""Drafts stand in lines, wait for themselves, and may ask for a second reader; a signature names its team."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_brands_teams"),
        ("interactions", "0002_find_by_prefix"),
    ]

    operations = [
        migrations.AddField("draft", "line", models.PositiveSmallIntegerField(default=1, db_default=1)),
        migrations.AddField("draft", "is_waiting", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("draft", "asks_second_pair", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "signature",
            "team",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.team",
            ),
        ),
    ]
