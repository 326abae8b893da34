"""Searches and narrowed queues under a name, of a person or shared with a team."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_business_hours"),
        ("interactions", "0022_find_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=3000)),
                ("slot", models.PositiveSmallIntegerField()),
                ("team_slot", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "slot"), name="saved_view_slot_of_person"),
                    models.UniqueConstraint(fields=("team", "team_slot"), name="saved_view_slot_of_team"),
                    models.UniqueConstraint(
                        models.F("owner"), django.db.models.functions.text.Lower("name"), name="saved_view_named_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slot__gte", 1),
                            ("slot__lte", 20),
                            models.Q(
                                ("team_slot__isnull", True),
                                models.Q(("team_slot__gte", 1), ("team_slot__lte", 20)),
                                _connector="OR",
                            ),
                        ),
                        name="saved_views_are_few",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("team__isnull", True), ("team_slot__isnull", True)),
                            models.Q(("team__isnull", False), ("team_slot__isnull", False)),
                            _connector="OR",
                        ),
                        name="saved_view_is_shared_in_a_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)
                        ),
                        name="saved_view_says_something",
                    ),
                ],
            },
        ),
    ]
