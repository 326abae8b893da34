"""How a template or a holding message did lately is found without reading every draft there ever was."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0016_find_what_needs_a_look")]

    operations = [
        AddIndex(
            "draft",
            models.Index(
                condition=models.Q(("template__isnull", False)),
                fields=["template", "created_at"],
                name="drafts_from_template",
            ),
        ),
        AddIndex("holdingstatement", models.Index(fields=["message", "created_at"], name="statements_of_message")),
    ]
