"""The index by id says nothing that the one by day does not say as well."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_reviews_by_day")]

    operations = [migrations.RemoveIndex("review", "reviews_of_author")]
