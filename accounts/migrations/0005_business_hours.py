"""Business hours of a brand; without any it is always open, as until now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_notices_of_shifts")]

    operations = [
        migrations.AddField(
            model_name="brand",
            name="business_hours",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
