"""A tick of the checklist becomes a row: who stood by which line, when, and for which part of the text."""

import hashlib
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

A_BATCH = 5_000


def to_rows(apps: Any, _schema_editor: Any) -> None:
    """Each ticked slug, by the draft's author at its time, for the whole text; batch by batch."""
    drafts = apps.get_model("interactions", "Draft").objects.exclude(old_ticks=[]).select_related(None).order_by("pk")
    tick = apps.get_model("interactions", "Tick")
    last = 0
    while batch := list(drafts.filter(pk__gt=last).only("author", "old_ticks", "text", "created_at")[:A_BATCH]):
        tick.objects.bulk_create(
            (
                tick(
                    draft_id=draft.pk,
                    item=slug[:60],
                    by_id=draft.author_id,
                    ticked_at=draft.created_at,
                    part_hash=hashlib.sha256(" ".join(draft.text.split()).encode("utf-8", "surrogatepass")).hexdigest(),
                )
                for draft in batch
                for slug in dict.fromkeys(draft.old_ticks)
            ),
            ignore_conflicts=True,
        )
        last = batch[-1].pk


def to_lists(apps: Any, _schema_editor: Any) -> None:
    drafts = apps.get_model("interactions", "Draft").objects
    ticks: dict[int, list[str]] = {}
    for draft, item in apps.get_model("interactions", "Tick").objects.order_by("pk").values_list("draft", "item"):
        ticks.setdefault(draft, []).append(item)
    for draft, items in ticks.items():
        drafts.filter(pk=draft).update(old_ticks=items)


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0004_one_version_of_a_line_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("draft", "ticks", "old_ticks"),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.SlugField(db_index=False, max_length=60)),
                ("ticked_at", models.DateTimeField()),
                ("part_hash", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="interactions.draft"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("draft", "item"), name="an_item_is_ticked_once")],
            },
        ),
        migrations.RunPython(to_rows, to_lists),
        migrations.RemoveField("draft", "old_ticks"),
    ]
