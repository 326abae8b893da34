"""Notices of shifts and gaps are a group of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_stop_posting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="noticechoice",
            name="group",
            field=models.CharField(
                choices=[
                    ("sign_off", "What waits for my sign-off"),
                    ("drafts", "What became of my drafts"),
                    ("cases", "Cases and notes addressed to me"),
                    ("progress", "Probation and coaching"),
                    ("library", "Templates and the playbook"),
                    ("on_call", "My shifts, and gaps in who is on call"),
                    ("desk", "Exports and other finished work"),
                ],
                max_length=20,
            ),
        ),
    ]
