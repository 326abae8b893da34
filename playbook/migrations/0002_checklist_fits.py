"""Checklist lines by topic, network and seniority, with the part of a text they are about; words a brand may say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("playbook", "0001_first_cut"),
    ]

    operations = [
        migrations.AddField(
            model_name="checklistitem",
            name="is_for_newcomers",
            field=models.BooleanField(db_default=False, default=False, verbose_name="only for people on probation"),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="networks",
            field=models.JSONField(blank=True, default=list, verbose_name="only on these networks"),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="part",
            field=models.CharField(
                choices=[
                    ("whole", "The whole text"),
                    ("opening", "How it begins"),
                    ("ending", "How it ends"),
                    ("none", "Not the text: what was done before writing"),
                ],
                db_default="whole",
                default="whole",
                max_length=7,
                verbose_name="un-ticked by an edit of",
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="topics",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="playbook.topic", verbose_name="only for topics"
            ),
        ),
        migrations.AddField(
            model_name="playbook",
            name="own_words",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["whole", "opening", "ending", "none"])), name="checklist_part_is_known"
            ),
        ),
    ]
