"""What happened in a room, in its order: the record's lines about it, its log, and what went out. Names and words as
far as the reader may see them."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.timeline import timeline
from interactions.access import linked_to
from interactions.models import Reply
from oncall.models import Incident

MOST = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Happened:
    at: datetime
    who: str
    what: str
    words: str

    @property
    def label(self) -> str:
        """As people read it: “room opened”, “decision”."""
        return self.what.rpartition(".")[2].replace("_", " ")

    @property
    def as_json(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "who": self.who, "what": self.what, "words": self.words}


def timeline_of(incident: Incident, reader: User) -> list[Happened]:
    """The oldest first. Four queries."""
    rows = [_of_record(event) for event in timeline(incident)[:MOST]]
    entries = incident.entries.select_related("by").order_by("pk")[:MOST]
    rows += [Happened(one.written_at, str(one.by or ""), f"log.{one.kind}", one.text) for one in entries]
    linked = linked_to(reader, incident.pk).values("pk")
    sent = Reply.objects.filter(interaction__in=linked, state=Reply.State.SENT)
    related = ("approval__draft__author", "statement__created_by")
    for reply in sent.select_related(*related).order_by("pk")[:MOST]:
        who = reply.approval.draft.author if reply.approval else reply.statement and reply.statement.created_by
        at = reply.sent_at or reply.created_at
        rows.append(Happened(at, str(who or ""), f"reply.{reply.kind} #{reply.interaction_id}", reply.text))
    return sorted(rows, key=lambda row: row.at)


def _of_record(event: Any) -> Happened:
    detail = getattr(event, "detail", None)
    words = "; ".join(f"{name}: {said}" for name, said in detail.words.items()) if detail else ""
    return Happened(event.at, str(event.actor or ""), event.name, words)


def as_csv(rows: Iterable[Happened]) -> str:
    """For a spreadsheet, which runs nothing of it: what would begin a formula there stands behind an apostrophe."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["at", "who", "what", "words"])
    for row in rows:
        at = timezone.localtime(row.at).isoformat(timespec="seconds")
        table.writerow([harmless(cell) for cell in (at, row.who, row.what, row.words)])
    return written.getvalue()


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
