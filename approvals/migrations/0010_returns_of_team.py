"""What was returned lately in a team is found without reading what was returned long ago, or approved."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("approvals", "0009_rules_keep_their_history")]

    operations = [
        AddIndex(
            "review",
            models.Index(
                fields=["team", "-created_at"],
                name="returns_of_team_by_day",
                condition=models.Q(("verdict", "return")),
            ),
        ),
    ]
