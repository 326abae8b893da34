"""The index by id says nothing that the one by day does not say as well."""

from django.db import migrations

from accounts.concurrently import RemoveIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("approvals", "0003_reviews_by_day")]

    operations = [RemoveIndex("review", "reviews_of_author")]
