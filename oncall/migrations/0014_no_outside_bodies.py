"""They are crisis contacts now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("oncall", "0013_one_list_of_contacts"),
    ]

    operations = [
        migrations.DeleteModel(name="OutsideBody"),
    ]
