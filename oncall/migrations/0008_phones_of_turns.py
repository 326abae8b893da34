"""A schedule may have a phone that whoever is on call carries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oncall", "0007_find_only_what_is_bundled")]

    operations = [
        migrations.AddField(
            model_name="schedule",
            name="phone",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="phone of the turn"),
        ),
    ]
