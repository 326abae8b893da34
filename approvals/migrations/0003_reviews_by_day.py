"""What an author's reviewers said lately is found without reading what they said long ago."""

from django.db import migrations, models

from accounts.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("approvals", "0002_probation_programme")]

    operations = [
        AddIndex("review", models.Index(fields=["author", "-created_at"], name="reviews_of_author_by_day")),
    ]
