"""What was let stand with a date is found again by that date, without reading everything that was ever closed."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0019_ways_over_the_map")]

    operations = [
        AddIndex(
            "interaction",
            models.Index(
                condition=models.Q(("closed_as", "let_stand"), ("look_again_at__isnull", False)),
                fields=["look_again_at"],
                name="let_stand_look_again",
            ),
        ),
    ]
