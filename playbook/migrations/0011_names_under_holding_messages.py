import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("playbook", "0010_house_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="holding_names",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                help_text="How many people sign the filled words before they go out: two at least, five at most.",
                validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(5)],
                verbose_name="names under a holding message",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("holding_names__gte", 2), ("holding_names__lte", 5)),
                name="a_plan_asks_for_names_that_can_be_had",
            ),
        ),
    ]
