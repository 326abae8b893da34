"""Each ticked slug becomes a row: by the draft's author, at its time, for the whole text.

Each batch is a transaction of its own, so that nobody is kept from the table; cut off, it may be run again, there and
back. Going back, a line keeps only that it was ticked.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import migrations, transaction

A_BATCH = 1_000


def to_rows(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    tick = apps.get_model("interactions", "Tick")
    drafts = apps.get_model("interactions", "Draft").objects.using(alias).exclude(ticks=[]).order_by("pk")
    last = 0
    while batch := list(drafts.filter(pk__gt=last).only("author", "ticks", "text", "created_at")[:A_BATCH]):
        with transaction.atomic(using=alias):
            rows = (row for draft in batch for row in _rows(tick, draft))
            tick.objects.using(alias).bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)
        last = batch[-1].pk


def to_lists(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    ticks = apps.get_model("interactions", "Tick").objects.using(alias)
    drafts = apps.get_model("interactions", "Draft").objects.using(alias)
    ticked = ticks.order_by("draft").values_list("draft", flat=True).distinct()
    last = 0
    while ids := list(ticked.filter(draft__gt=last)[:A_BATCH]):
        of_batch = ticks.filter(draft__in=ids).order_by("draft", "pk").values_list("draft", "item")
        with transaction.atomic(using=alias):
            for draft, pairs in groupby(of_batch, key=itemgetter(0)):
                drafts.filter(pk=draft).update(ticks=[item for _draft, item in pairs])
        last = ids[-1]


def _rows(tick: Any, draft: Any) -> Iterator[Any]:
    read = hashlib.sha256(" ".join(draft.text.split()).encode("utf-8", "surrogatepass")).hexdigest()
    for slug in dict.fromkeys(slug[:60] for slug in draft.ticks):
        yield tick(draft_id=draft.pk, item=slug, by_id=draft.author_id, ticked_at=draft.created_at, part_hash=read)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0006_ticks")]

    operations = [migrations.RunPython(to_rows, to_lists)]
