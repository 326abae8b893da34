"""Nothing on the way there. On the way back, questions about what has no topic get one of their brand, since every
alert must have one then."""

from typing import Any

from django.db import migrations


def give_topics(apps: Any, _editor: Any) -> None:
    topics = apps.get_model("playbook", "Topic").objects.order_by("pk")
    for alert in apps.get_model("oncall", "Alert").objects.filter(topic=None):
        alert.topic = topics.filter(brand=alert.brand_id).first()
        alert.save(update_fields=["topic"])


class Migration(migrations.Migration):
    dependencies = [("oncall", "0009_questions"), ("playbook", "0005_conditions_and_learning")]

    operations = [migrations.RunPython(migrations.RunPython.noop, give_topics)]
