"""One agreed line for many: each answer becomes a draft like any other, and nothing of it is approved or sent here.

The holds, the checklist, the sign-off and the release decide about each of them as they decide about all others.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.refusals import Conflict, Invalid, Refusal
from accounts.rights import can
from interactions import actions as core
from interactions import checks
from interactions.models import Draft, Interaction
from oncall.actions.room_lines import tell_room
from oncall.models import BulkAnswer, BulkItem, Incident
from oncall.room_checks import check_is_open, check_may_lead, check_may_work

log = logging.getLogger(__name__)
A_MINUTE = 20
APART = timedelta(minutes=1) / A_MINUTE
MOST_AT_ONCE = 500
Running = BulkAnswer.State.RUNNING
Item = BulkItem.State


@transaction.atomic
def answer_many(
    incident: Incident,
    *,
    by: Actor,
    line: str,
    texts: Mapping[int, str],
    seen: Mapping[int, int] | None = None,
    kind: str = BulkAnswer.Kind.ANSWER,
    ticks: Collection[str] = (),
    consideration: str = "",
) -> BulkAnswer:
    """Submit these texts, by interaction id, one after the other, as this person's drafts: twenty a minute.

    Each was shown as it is here; ``seen`` holds the thread version that stood beside it.

    Raises NotAllowed, Conflict while others run or one is not in the room, Invalid.
    """
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    check_is_open(locked)
    if not line.strip() or kind not in BulkAnswer.Kind.values:
        raise Invalid(_("Write the line that everybody gets."))
    if not 0 < len(texts) <= MOST_AT_ONCE or not all(text.strip() for text in texts.values()):
        raise Invalid(_("Choose at least one message, and at most %(most)d.") % {"most": MOST_AT_ONCE})
    linked = Interaction.objects.filter(incident_links__incident=locked.pk, incident_links__unlinked_at=None)
    rows = {row.pk: row for row in linked.filter(pk__in=texts).select_related("team")}
    if len(rows) < len(texts) or not all(can(person, "draft", row.team) for row in rows.values()):
        raise Conflict(_("The room changed since you looked. Look again at whom you answer."))
    now = timezone.now()
    try:
        with transaction.atomic():
            bulk = BulkAnswer.objects.create(
                incident=locked,
                kind=kind,
                line=line,
                consideration=consideration[:500],
                ticks=sorted(ticks),
                by=person,
                started_at=now,
                next_at=now + undo_window(),
            )
    except IntegrityError as error:
        raise Conflict(_("Answers of this room are being submitted. Wait, or undo them.")) from error
    BulkItem.objects.bulk_create(
        BulkItem(
            bulk=bulk, interaction=rows[pk], text=text, thread_version=(seen or {}).get(pk, rows[pk].thread_version)
        )
        for pk, text in texts.items()
    )
    tell_room("answers_started", locked, by=person, bulk=bulk.pk, kind=kind, count=len(texts), details={"line": line})
    return bulk


def undo_window() -> timedelta:
    """Nothing of it moves in the first seconds."""
    return timedelta(seconds=10)


def submit_due() -> int:
    """The next of every answer that is due: one each, so that a sweep that comes late sends no flood; how many."""
    due = BulkAnswer.objects.filter(state=Running, next_at__lte=timezone.now()).order_by("next_at")
    return sum(_submit_next(pk) for pk in list(due.values_list("pk", flat=True)[:50]))


def _submit_next(bulk_id: int) -> bool:
    """Claim by compare-and-set, then submit: two sweepers never submit two at once."""
    now = timezone.now()
    claimed = BulkAnswer.objects.filter(pk=bulk_id, state=Running, next_at__lte=now).update(next_at=now + APART)
    if not claimed:
        return False
    with transaction.atomic():
        bulk = BulkAnswer.objects.select_for_update(of=("self",)).select_related("by", "incident").get(pk=bulk_id)
        item = bulk.items.filter(state=Item.WAITING).select_related("interaction").order_by("pk").first()
        if not bulk.is_running:
            return False
        if item is None:
            _finish(bulk)
            return True
        _submit(bulk, item)
    return True


def _submit(bulk: BulkAnswer, item: BulkItem) -> None:
    """As the person who pressed would: whatever refuses them refuses this, and the reason stands beside it."""
    try:
        with transaction.atomic():
            draft = _draft(bulk, item)
    except Refusal as refusal:
        item.state, item.why = Item.REFUSED, str(refusal)[:300]
    except Exception:
        log.exception("Answer %s could not be submitted", item.pk)  # it holds up none of the others
        item.state, item.why = Item.REFUSED, _("This failed in a way nobody foresaw. Answer it by itself.")
    else:
        item.state, item.draft = Item.SUBMITTED, draft
    item.settled_at = timezone.now()
    item.save()
    facts: dict[str, Any] = {
        "bulk": bulk.pk,
        "interaction": item.interaction_id,
        "draft": item.draft_id,
        "outcome": str(item.state),
    }
    tell_room("answer_submitted", bulk.incident, by=bulk.by, **facts)


def _draft(bulk: BulkAnswer, item: BulkItem) -> Draft:
    row = Interaction.objects.select_related("team").get(pk=item.interaction_id)
    if not row.incident_links.filter(incident=bulk.incident_id, unlinked_at=None).exists():
        raise Conflict(_("It was taken out of the room."))
    checks.check_may(bulk.by, "draft", row)
    checks.check_no_template(row)  # where a life is at stake somebody writes to this one person
    if bulk.kind == BulkAnswer.Kind.CLOSING and not row.is_open:
        row = core.reopen(row, by=bulk.by, reason=_("To say that it is mended."))
    return core.answer(
        row,
        by=bulk.by,
        text=item.text,
        is_public=row.is_public,
        ticks=bulk.ticks,
        consideration=bulk.consideration,
        seen_thread_version=item.thread_version,
    )


def _finish(bulk: BulkAnswer) -> None:
    stop(bulk, state=BulkAnswer.State.DONE)
    tell_room("answers_done", bulk.incident, by=SYSTEM, bulk=bulk.pk)


def stop(bulk: BulkAnswer, *, state: str) -> None:
    """It runs no more, and what waits its turn never will."""
    bulk.items.filter(state=Item.WAITING).update(state=Item.UNDONE, settled_at=timezone.now())
    bulk.state = state
    bulk.save(update_fields=["state"])


@transaction.atomic
def undo_answers(bulk: BulkAnswer, *, by: Actor) -> int:
    """Take back what has not left: what waits its turn, and the drafts it became that are still here; how many.

    By whoever pressed, or who leads the room. What was posted stays posted. Raises NotAllowed.
    """
    incident = Incident.objects.locked(bulk.incident_id)
    locked = BulkAnswer.objects.select_for_update(of=("self",)).get(pk=bulk.pk)
    person = check_may_work(by, incident)
    if locked.by_id != person.pk:
        check_may_lead(person, incident)
    waiting = locked.items.filter(state=Item.WAITING).count()
    stop(locked, state=BulkAnswer.State.UNDONE)
    recalled = [
        item for item in locked.items.filter(state=Item.SUBMITTED).order_by("interaction") if _recalled(item, person)
    ]
    undone = waiting + len(recalled)
    tell_room("answers_undone", incident, by=person, bulk=locked.pk, count=undone)
    return undone


def _recalled(item: BulkItem, person: Actor) -> bool:
    try:
        with transaction.atomic():
            core.recall(Interaction.objects.get(pk=item.interaction_id), by=person, revision=item.draft)
    except Refusal as refusal:
        item.why = str(refusal)[:300]
        item.save(update_fields=["why"])
        return False
    item.state, item.settled_at = Item.UNDONE, timezone.now()
    item.save(update_fields=["state", "settled_at"])
    return True
