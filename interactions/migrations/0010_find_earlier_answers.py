"""How a topic was answered before, the newest first, on a table of any size."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0009_handoffs_and_kept_forms")]

    operations = [
        AddIndex(
            "interaction",
            models.Index(
                condition=models.Q(responded_at__isnull=False), fields=["topic", "-id"], name="answered_about_topic"
            ),
        ),
    ]
