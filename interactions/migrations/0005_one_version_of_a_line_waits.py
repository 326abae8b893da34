"""At most one version of a line waits for signatures."""

from django.db import migrations, models

from accounts.concurrently import AddUnique


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0004_mark_what_waits")]

    operations = [
        AddUnique(
            "draft",
            models.UniqueConstraint(
                fields=["interaction", "line"],
                name="one_version_of_a_line_waits",
                condition=models.Q(is_waiting=True),
            ),
        ),
    ]
