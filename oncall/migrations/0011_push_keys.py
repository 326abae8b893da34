"""The key by which push services know the installation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oncall", "0010_every_alert_can_have_a_topic"),
    ]

    operations = [
        migrations.CreateModel(
            name="PushKey",
            fields=[
                ("number", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("public", models.CharField(max_length=100)),
                ("secrets", models.TextField(editable=False)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("number", 1)), name="one_push_key")],
            },
        ),
    ]
