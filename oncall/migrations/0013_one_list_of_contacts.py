"""Whom to ring outside about a red flag joins the crisis contacts of the playbook: one list, checked in one place."""

from django.db import migrations


def move_into_the_playbook(apps, _schema_editor):
    bodies = apps.get_model("oncall", "OutsideBody").objects
    contacts = apps.get_model("playbook", "CrisisContact").objects
    for body in bodies.order_by("pk").prefetch_related("topics"):
        topics = list(body.topics.all())
        is_taken = contacts.filter(brand=body.brand_id, kind=body.kind, country="", network="", name=body.name).exists()
        contact = contacts.create(
            brand_id=body.brand_id,
            kind=body.kind,
            name=f"{body.name} (red flags)" if is_taken else body.name,
            stands_with="topics" if topics else "red",
            phone=body.phone,
            what_to_say=body.what_to_say,
            is_retired=body.is_retired,
        )
        contact.topics.set(topics)


def move_back(apps, _schema_editor):
    bodies = apps.get_model("oncall", "OutsideBody").objects
    contacts = apps.get_model("playbook", "CrisisContact").objects.exclude(stands_with="life")
    for contact in contacts.order_by("pk").prefetch_related("topics"):
        is_taken = bodies.filter(brand=contact.brand_id, name=contact.name[:80]).exists()
        body = bodies.create(
            brand_id=contact.brand_id,
            kind="other" if contact.kind == "emergency" else contact.kind,
            name=f"{contact.name[:70]} {contact.pk}" if is_taken else contact.name[:80],
            phone=(contact.phone or contact.url)[:40],
            what_to_say=contact.what_to_say or contact.hint or contact.name,
            is_retired=contact.is_retired,
        )
        body.topics.set(contact.topics.all())
    contacts.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("oncall", "0012_statement_pages"),
        ("playbook", "0007_contacts_of_topics"),
    ]

    operations = [
        migrations.RunPython(move_into_the_playbook, move_back),
    ]
