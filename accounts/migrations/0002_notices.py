"""What a person is told under the bell, which of it by e-mail, and which theme they see."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_brands_teams"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                choices=[("system", "As the system says"), ("light", "Light"), ("dark", "Dark")],
                default="system",
                max_length=10,
                verbose_name="theme",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("url", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("mail_due_at", models.DateTimeField(null=True)),
                ("mail_lease", models.UUIDField(null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "brand",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.brand"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["user", "-id"], name="notice_of_user"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notice_unread"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", False)), fields=["read_at"], name="notice_read"
                    ),
                    models.Index(
                        condition=models.Q(("mail_due_at__isnull", False)), fields=["mail_due_at"], name="notice_mail"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="notice_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url__startswith", "/"),
                            models.Q(("url__startswith", "//"), _negated=True),
                            models.Q(("url__startswith", "/\\"), _negated=True),
                        ),
                        name="notice_stays_here",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("key", ""), _negated=True)),
                        name="notice_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("sign_off", "What waits for my sign-off"),
                            ("drafts", "What became of my drafts"),
                            ("cases", "Cases and notes addressed to me"),
                            ("progress", "Probation and coaching"),
                            ("library", "Templates and the playbook"),
                            ("desk", "Exports and other finished work"),
                        ],
                        max_length=20,
                    ),
                ),
                ("by_mail", models.CharField(choices=[("at_once", "At once"), ("daily", "Once a day")], max_length=10)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "group"), name="notice_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("by_mail__in", ["at_once", "daily"])), name="notice_choice_known"
                    ),
                ],
            },
        ),
    ]
