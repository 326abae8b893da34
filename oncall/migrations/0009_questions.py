"""A colleague asks where a message goes; what is asked about may have no topic yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_notices_of_shifts"),
        ("interactions", "0016_find_what_needs_a_look"),
        ("oncall", "0008_phones_of_turns"),
        ("playbook", "0005_conditions_and_learning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AlterField(
            model_name="alert",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="playbook.topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__isnull", False), ("key__startswith", "ask:"), _connector="OR"),
                name="a_red_flag_has_its_topic",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="alert",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="question", to="oncall.alert"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="asked_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="interaction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interactions.interaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_question_says_something"
            ),
        ),
    ]
