"""Flagging: topics raise the level at once, and red places its hold in the same transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_or_none
from accounts.refusals import Conflict, Invalid
from interactions import checks
from interactions.actions.judging import keep_judgement
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.actions.waiting import stop_waiting
from interactions.due import RANK, due_at, strictest, urgency
from interactions.models import Flag, Hold, Interaction, SecondPersonRequest
from interactions.models.interaction import OPEN_STATES
from playbook.models import Topic


@transaction.atomic
def flag(
    interaction: Interaction,
    *,
    by: Actor,
    topics: Sequence[Topic],
    reason: str = "",
    why: dict[int, Any] | None = None,
    playbook_version: int | None = None,
) -> Interaction:
    """Put topics on an open interaction; it keeps those it has, so the level can only rise or stay.

    ``why`` holds triage's account by topic id. Putting on what stands already changes and records nothing. Raises
    NotAllowed, Conflict when it is not open, Invalid for a topic of another brand or a retired one.
    """
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "flag", locked)
    checks.check_open(locked)
    _check_topics(locked, topics)
    if playbook_version is not None:
        locked.playbook_version = playbook_version
    add_topics(locked, by=by, topics=topics, reason=reason, why=why or {})
    return locked


def add_topics(
    locked: Interaction, *, by: Actor, topics: Sequence[Topic], reason: str = "", why: dict[int, Any] | None = None
) -> None:
    """Put topics on a locked, open interaction; what stands already is passed over. Who may has been decided."""
    new = write_flags(locked, by=by, topics=topics, reason=reason, why=why or {})
    if not new:
        return
    before = locked.level
    judge(locked, _standing_topics(locked))
    ring_for(locked, new)
    person = person_or_none(by)
    locked.needs_look = locked.needs_look and person is None  # a person has looked
    ended = move(locked, by=by)
    locked.save()
    if person is not None:
        keep_judgement(locked, by=person)
    facts = {"topics": [topic.pk for topic in new], "before": before, "flag_version": locked.flag_version} | ended
    tell("flagged", locked, by=by, **facts, details={"reason": reason} if reason else None)


@transaction.atomic
def lower(
    interaction: Interaction, *, by: Actor, topics: Sequence[Topic], reason: str
) -> Interaction | SecondPersonRequest:
    """Replace the topics by these, which may lower the level. Never done by a machine; always with a reason.

    While it takes a red topic off it is a request until a second person confirms it, whatever level is left: another
    topic may be released by others. Raises NotAllowed, Conflict, Invalid.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    checks.check_open(locked)
    _check_topics(locked, topics)
    if not reason.strip():
        raise Invalid(_("Say why the flag is wrong: the reason is kept with it."))
    if locked.is_red and (_takes_red_off(locked, topics) or strictest(topics).level != "red"):
        terms = {"topics": [topic.pk for topic in topics]}
        return ask_second_person(locked, by=person, verb="lower", terms=terms, reason=reason)
    return apply_topics(locked, by=person, topics=topics, reason=reason)


def ask_second_person(
    locked: Interaction, *, by: Any, verb: str, terms: dict[str, Any], reason: str
) -> SecondPersonRequest:
    """Write down what is asked; nothing changes until ``confirm``. Raises Conflict while the same is asked already."""
    if locked.requests.filter(verb=verb, decided_at=None).exists():
        raise Conflict(_("This is asked already. It waits for a second person."))
    request = SecondPersonRequest.objects.create(
        interaction=locked,
        verb=verb,
        terms=terms | {"thread_version": locked.thread_version},
        reason=reason[:500],
        flag_version=locked.flag_version,
        asked_by=by,
        asked_at=timezone.now(),
    )
    tell("second_person_asked", locked, by=by, verb=verb, request=request.pk, details={"reason": reason})
    return request


def apply_topics(locked: Interaction, *, by: Actor, topics: Sequence[Topic], reason: str) -> Interaction:
    """Make these the topics of a locked interaction. What may lower red has been decided by the caller."""
    before = locked.level
    locked.flags.filter(withdrawn_at=None).exclude(topic__in=topics).update(withdrawn_at=timezone.now())
    new = write_flags(locked, by=by, topics=topics, reason=reason, why={})
    judge(locked, list(topics), may_lower=True)
    ring_for(locked, new)
    locked.needs_look = False
    ended = move(locked, by=by)
    locked.save()
    if person := person_or_none(by):
        keep_judgement(locked, by=person)
    if before == "red" and not locked.is_red:
        locked.holds.filter(lifted_at=None).update(lifted_at=timezone.now())
    is_lowered = RANK[locked.level] < RANK[before]
    facts = {"topics": [topic.pk for topic in topics], "before": before, "flag_version": locked.flag_version} | ended
    tell("lowered" if is_lowered else "flagged", locked, by=by, **facts, details={"reason": reason})
    return locked


def write_flags(
    locked: Interaction, *, by: Actor, topics: Sequence[Topic], reason: str, why: dict[int, Any]
) -> list[Topic]:
    """Add the flags that do not stand yet; returns their topics."""
    standing = set(locked.flags.filter(withdrawn_at=None).values_list("topic_id", flat=True))
    new = [topic for topic in topics if topic.pk not in standing]
    now = timezone.now()
    Flag.objects.bulk_create(
        Flag(
            interaction=locked,
            topic=topic,
            level=topic.level,
            by=person_or_none(by),
            reason=reason[:500],
            why=why.get(topic.pk, {}),
            flagged_at=now,
        )
        for topic in new
    )
    return new


def judge(locked: Interaction, topics: list[Topic], *, may_lower: bool = False) -> None:
    """Set level, hold, clock and order from these topics. Red is held from the same commit on (P3)."""
    if weigh(locked, topics, may_lower=may_lower):
        Hold.objects.get_or_create(interaction=locked, lifted_at=None, defaults={"placed_at": timezone.now()})


def weigh(locked: Interaction, topics: list[Topic], *, may_lower: bool = False) -> bool:
    """Set the fields alone. True when it turned red by this: whoever calls places the hold.

    Without ``may_lower`` the level stays where it is when the topics ask for less: an admin who makes a topic milder
    lowers nothing that was flagged before. What is stricter than it was is not snoozed any more.
    """
    main = strictest(topics)
    was_red = locked.is_red
    locked.flag_version += 1
    if may_lower or RANK[main.level] >= RANK[locked.level]:
        if RANK[main.level] > RANK[locked.level]:
            locked.wake(timezone.now())
        locked.topic = main
        locked.level = main.level
        locked.due_at = due_at(locked.received_at, main) + locked.paused_for
    if not (was_red and locked.is_red):
        locked.urgency = urgency(locked.level)
    locked.is_held = locked.is_red
    return locked.is_red and not was_red


def ring_for(row: Interaction, new: Iterable[Topic]) -> None:
    """Another red topic on a message is nobody's yet, whoever has the message: it is back among those that wait for
    somebody (P4). The caller saves."""
    if row.is_red and any(topic.level == "red" for topic in new):
        row.urgency = urgency(row.level)


def move(locked: Interaction, *, by: Actor) -> dict[str, list[int]]:
    """Back to flagged; the text stays as an open draft. While a reply is in flight the move waits for its outcome."""
    if locked.state not in OPEN_STATES or not recall_pending(locked, by=by):
        return {}
    return put_back(locked)


def put_back(row: Interaction) -> dict[str, list[int]]:
    """Move an open interaction that has nothing in flight to flagged. The fact for its event: the drafts whose wait or
    approval ended by this, where there were any. The caller saves."""
    ended = []
    if row.state == Interaction.State.DRAFTED:
        ended = stop_waiting(row)
    elif row.state == Interaction.State.APPROVED and row.approval is not None:
        ended = [row.approval.draft_id]
    row.move_to_flagged()
    return {"ended": ended} if ended else {}


def _takes_red_off(locked: Interaction, topics: Sequence[Topic]) -> bool:
    standing = locked.flags.filter(withdrawn_at=None, level="red")
    return standing.exclude(topic__in=topics).exists()


def _standing_topics(locked: Interaction) -> list[Topic]:
    return [row.topic for row in locked.flags.filter(withdrawn_at=None).select_related("topic")]


def _check_topics(locked: Interaction, topics: Sequence[Topic]) -> None:
    if not topics:
        raise Invalid(_("Choose at least one topic."))
    for topic in topics:
        if topic.brand_id != locked.brand_id:
            raise Invalid(_("%(topic)s is not a topic of this brand.") % {"topic": topic})
        if topic.is_retired:
            raise Invalid(_("%(topic)s is retired. Choose another topic.") % {"topic": topic})
