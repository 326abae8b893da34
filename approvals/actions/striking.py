"""The approval clock strikes: somebody is reminded, somebody else is asked. It never approves."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from approvals import asking, clock
from approvals.clock import Move, Strike
from approvals.models import Turn
from approvals.telling_reviewers import tell_asked, tell_managers, tell_reminded, tell_team
from audit.record import record

log = logging.getLogger(__name__)
MOST_AT_ONCE = 100
_TELLING = {
    Move.REMIND: tell_reminded,
    Move.ASK_DEPUTY: tell_asked,
    Move.ASK_TEAM: tell_team,
    Move.TELL_MANAGERS: tell_managers,
}


def strike_due() -> int:
    """Move on every turn whose time has come, up to a hundred; how many were moved. Two at once do no harm."""
    due = Turn.objects.filter(next_at__lte=timezone.now()).order_by("next_at")
    return sum(_strike_alone(pk) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def _strike_alone(pk: int) -> bool:
    """One turn that cannot be moved on holds up no other."""
    try:
        return _strike(pk)
    except Exception:
        log.exception("Moving on turn %s failed", pk)
        return False


@transaction.atomic
def _strike(pk: int) -> bool:
    """Whether this call moved it: the row is claimed by what it said, so that each rung is climbed once."""
    now = timezone.now()
    related = ("draft__author", "draft__based_on", "interaction__team", "asked", "team", "brand")
    turn = Turn.objects.select_related(*related).filter(pk=pk, next_at__lte=now).first()
    if turn is None:
        return False
    struck, deputy = _next(turn, now)
    claimed = Turn.objects.filter(pk=pk, next_at=turn.next_at, rung=turn.rung, asked=turn.asked)
    next_at = clock.strikes_at(now, struck.wait, turn.brand.hours, turn.interaction.level)
    change = {"rung": struck.rung, "next_at": next_at}
    if struck.move in {Move.ASK_DEPUTY, Move.ASK_TEAM}:
        change |= {"asked": deputy if struck.move == Move.ASK_DEPUTY else None, "asked_by": None, "note": ""}
    if not claimed.update(**change):
        return False
    for name, value in change.items():
        setattr(turn, name, value)
    _TELLING[struck.move](turn)
    facts = {"draft": turn.draft_id, "of_team": turn.team_id, "asked": turn.asked_id, "rung": int(struck.rung)}
    record(f"approvals.{struck.move}", by=SYSTEM, subject=turn.interaction, brand=turn.brand_id, facts=facts)
    return True


def _next(turn: Turn, now: datetime) -> tuple[Strike, User | None]:
    """What the clock does with this turn, and who stands in for the asked person."""
    if turn.asked is None:
        return clock.strike(turn.rung, is_asked_by_name=False, is_away=False, has_deputy=False), None
    stand_in = asking.available(turn.asked, turn.draft, turn.team, now)
    is_there = stand_in == turn.asked
    deputy = None if is_there else stand_in
    struck = clock.strike(turn.rung, is_asked_by_name=True, is_away=not is_there, has_deputy=deputy is not None)
    return struck, deputy
