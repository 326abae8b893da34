"""Opening a room, putting messages into it, handing it over, and standing it down."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team
from accounts.refusals import Conflict, Invalid
from interactions import actions as core
from interactions.checks import check_is_person
from interactions.models import Interaction, RightsTransfer
from oncall.actions.answering_many import stop
from oncall.actions.helping import let_go
from oncall.actions.room_lines import note, tell_room
from oncall.models import BulkAnswer, Huddle, Incident
from oncall.room_checks import check_is_open, check_may_lead, check_may_open, check_may_work

FIRST_WORD_WITHIN = timedelta(minutes=30)
MOST_AT_ONCE = 2_000


@transaction.atomic
def open_room(interaction: Interaction, *, by: Actor, name: str, beside: Collection[int] = ()) -> Incident:
    """Make a crisis of this message, with those ``beside`` it that are in no room yet: all of them, or there is no
    room. Raises NotAllowed, Invalid without a name, Conflict where it is in a room."""
    person = check_is_person(by)
    ids = {interaction.pk, *list(beside)[:MOST_AT_ONCE]}
    locked = next(row for row in Interaction.objects.all_locked(ids) if row.pk == interaction.pk)
    check_may_open(person, locked)
    now = timezone.now()
    incident = Incident.objects.create(
        brand=locked.brand,
        team=locked.team,
        home_team=locked.team,
        topic=locked.topic,
        name=_named(name),
        began_at=locked.received_at,
        raised_at=now,
        opened_by=person,
        opened_at=now,
        first_word_due_at=now + FIRST_WORD_WITHIN,
    )
    if locked not in core.link(ids, by=person, incident=incident.pk, brand=incident.brand_id):
        raise Conflict(_("This message is in a room already."))
    tell_room("room_opened", incident, by=person, interaction=locked.pk)
    return incident


@transaction.atomic
def accept_room(incident: Incident, *, by: Actor, name: str) -> Incident:
    """Open a proposed room: from now on its clock runs. Raises NotAllowed, Conflict when somebody was quicker."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    _check_proposed(locked)
    now = timezone.now()
    locked.name, locked.state = _named(name), Incident.State.OPEN
    locked.opened_by, locked.opened_at = person, now
    locked.first_word_due_at = now + FIRST_WORD_WITHIN
    locked.save()
    tell_room("room_opened", locked, by=person)
    return locked


@transaction.atomic
def dismiss_room(incident: Incident, *, by: Actor, reason: str) -> Incident:
    """It is none: what was put into it is let go. Raises NotAllowed, Conflict, Invalid without a reason."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_lead(by, locked)
    _check_proposed(locked)
    if not reason.strip():
        raise Invalid(_("Say why this is no crisis."))
    locked.state, locked.ended_by, locked.ended_at = Incident.State.DISMISSED, person, timezone.now()
    locked.save()
    core.unlink_all(by=person, incident=locked.pk)
    tell_room("room_dismissed", locked, by=person, details={"reason": reason})
    return locked


@transaction.atomic
def link_messages(incident: Incident, *, by: Actor, ids: Collection[int]) -> int:
    """Put messages into the room; how many are new in it. Raises NotAllowed, Conflict."""
    locked = Incident.objects.locked(incident.pk)
    check_may_work(by, locked)
    if not locked.is_live:
        check_is_open(locked)
    return len(core.link(list(ids)[:MOST_AT_ONCE], by=by, incident=locked.pk, brand=locked.brand_id))


@transaction.atomic
def unlink_message(incident: Incident, *, by: Actor, interaction: Interaction) -> None:
    """Take a message out of the room. Raises NotAllowed, Conflict."""
    locked = Incident.objects.locked(incident.pk)
    check_may_work(by, locked)
    if not interaction.incident_links.filter(incident=locked.pk, unlinked_at=None).exists():
        raise Conflict(_("This is in no room any more."))
    core.unlink(interaction, by=by)


@transaction.atomic
def hand_over_room(incident: Incident, *, by: Actor, to_team: Team, reason: str) -> RightsTransfer:
    """The room and everything in it belong to that team, on all channels, until it is given back."""
    locked = Incident.objects.locked(incident.pk)
    check_is_open(locked)
    for bulk in locked.answers.select_for_update(of=("self",)).filter(state=BulkAnswer.State.RUNNING):
        stop(bulk, state=BulkAnswer.State.UNDONE)
    transfer = core.hand_over_incident(locked.pk, by=by, brand=locked.brand_id, to_team=to_team, reason=reason)
    locked.team = to_team
    locked.save()
    tell_room("room_handed_over", locked, by=by, to_team=to_team.pk)
    return transfer


@transaction.atomic
def give_back_room(incident: Incident, *, by: Actor) -> RightsTransfer:
    """Back to the teams of the channels. Raises NotAllowed, Conflict where it was not handed over."""
    locked = Incident.objects.locked(incident.pk)
    standing = RightsTransfer.objects.filter(incident=locked.pk, ended_at=None).first()
    if standing is None:
        raise Conflict(_("Nobody has this by a hand-over."))
    transfer = core.give_back(standing, by=by)
    locked.team = locked.home_team
    locked.save()
    tell_room("room_given_back", locked, by=by)
    return transfer


@transaction.atomic
def promise_update(incident: Incident, *, by: Actor, due_at: datetime) -> Incident:
    """Say by when the next public word comes; whoever is on call is paged when it does not."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_lead(by, locked)
    check_is_open(locked)
    if due_at <= timezone.now():
        raise Invalid(_("Promise the next update for a time in the future."))
    locked.next_update_due_at = due_at
    locked.save()
    tell_room("update_promised", locked, by=person, due_at=due_at.isoformat())
    return locked


@transaction.atomic
def stand_down(incident: Incident, *, by: Actor, last_word: str, review_on: date) -> Incident:
    """The crisis is over: its last public word, and the day it is looked back at. Whoever waits for an answer still
    waits in the inbox; whoever was brought in goes. Raises NotAllowed, Invalid, Conflict while answers run or a huddle
    sits."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_lead(by, locked)
    check_is_open(locked)
    if not last_word.strip():
        raise Invalid(_("Write down the last public word: the review begins with it."))
    if review_on < timezone.localdate():
        raise Invalid(_("The review is on a day to come."))
    if locked.answers.filter(state=BulkAnswer.State.RUNNING).exists():
        raise Conflict(_("Answers are still being submitted. Let them end, or undo them."))
    if Huddle.objects.filter(incident=locked, state=Huddle.State.OPEN).exists():
        raise Conflict(_("A huddle is still open. Decide, or end it."))
    if RightsTransfer.objects.filter(incident=locked.pk, ended_at=None).exists():
        raise Conflict(_("It is still handed over. Give it back first, so that follow-ups find their team."))
    locked.state, locked.ended_by, locked.ended_at = Incident.State.CLOSED, person, timezone.now()
    locked.last_word, locked.review_on = last_word.strip(), review_on
    locked.save()
    let_go(locked, by=person)
    note(locked, kind="decision", text=_("Stood down."), by=person)
    tell_room("room_stood_down", locked, by=person, details={"last_word": locked.last_word})
    return locked


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid(_("Give the room a name that everybody understands."))
    return name.strip()[:120]


def _check_proposed(incident: Incident) -> None:
    if incident.state != Incident.State.PROPOSED:
        who: dict[str, Any] = {"name": incident.opened_by or incident.ended_by}
        raise Conflict(_("%(name)s decided this a moment ago.") % who)
