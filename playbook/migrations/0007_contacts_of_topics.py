"""Crisis contacts that stand with red flags and topics, and say what is said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_notices_of_shifts"),
        ("playbook", "0006_versions_of_the_taxonomy"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="crisiscontact",
            name="crisis_contact_kind_is_known",
        ),
        migrations.AddField(
            model_name="crisiscontact",
            name="stands_with",
            field=models.CharField(
                choices=[
                    ("life", "where a life or a crime is at stake"),
                    ("red", "every red flag"),
                    ("topics", "these topics"),
                ],
                db_default="life",
                default="life",
                max_length=6,
                verbose_name="shown with",
            ),
        ),
        migrations.AddField(
            model_name="crisiscontact",
            name="topics",
            field=models.ManyToManyField(
                blank=True, related_name="crisis_contacts", to="playbook.topic", verbose_name="for these topics"
            ),
        ),
        migrations.AddField(
            model_name="crisiscontact",
            name="what_to_say",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="The first sentences, as they are said: who rings, what is known, what is asked.",
                max_length=1000,
                verbose_name="what to say",
            ),
        ),
        migrations.AlterField(
            model_name="crisiscontact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("emergency", "Emergency services"),
                    ("crisis_line", "Crisis line"),
                    ("police", "Police"),
                    ("platform", "Report to the network"),
                    ("authority", "Authority"),
                    ("other", "Other"),
                ],
                max_length=11,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisiscontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["emergency", "crisis_line", "police", "platform", "authority", "other"])
                ),
                name="crisis_contact_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisiscontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("stands_with__in", ["life", "red", "topics"])),
                name="crisis_contact_stands_somewhere",
            ),
        ),
    ]
