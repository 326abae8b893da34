"""The approval clock: who is asked next while a draft waits. Pure; it approves nothing.

Where one person is asked by name: after 15 minutes they are reminded; 15 minutes later their deputy is asked, if they
are away and named one, otherwise everybody of the team; half an hour after the team was asked those who manage the
brand's people are told, and again every four hours. Where the team is asked from the start it is reminded first. Who
turns out to be away is not waited for.

It counts the business hours of the brand, so that nobody is passed over at night for not being there; red counts the
hours of the day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from accounts.hours import Hours

REMIND_AFTER = timedelta(minutes=15)
PASS_ON_AFTER = timedelta(minutes=15)
TELL_AFTER = timedelta(minutes=30)
TELL_AGAIN_AFTER = timedelta(hours=4)


class Rung(IntEnum):
    """What has happened in this turn so far."""

    ASKED = 0  # one person by name, or the team
    REMINDED = 1
    DEPUTY_ASKED = 2
    TEAM_ASKED = 3
    MANAGERS_TOLD = 4


class Move(StrEnum):
    """What the clock does when it strikes."""

    REMIND = "reminded"  # whoever is asked: the person, or all of the team
    ASK_DEPUTY = "deputy_asked"
    ASK_TEAM = "team_asked"
    TELL_MANAGERS = "managers_told"


@dataclass(frozen=True, slots=True)
class Strike:
    move: Move
    rung: Rung
    wait: timedelta  # until it strikes again


def strike(rung: int, *, is_asked_by_name: bool, is_away: bool, has_deputy: bool) -> Strike:
    """What happens now. ``has_deputy``: somebody stands in for the asked person and may sign this draft."""
    if not is_asked_by_name:
        return _for_team(rung)
    if rung < Rung.REMINDED and not is_away:
        return Strike(Move.REMIND, Rung.REMINDED, PASS_ON_AFTER)
    if has_deputy and rung < Rung.DEPUTY_ASKED:
        return Strike(Move.ASK_DEPUTY, Rung.DEPUTY_ASKED, PASS_ON_AFTER)
    return Strike(Move.ASK_TEAM, Rung.TEAM_ASKED, TELL_AFTER)


def strikes_at(now: datetime, wait: timedelta, hours: Hours, level: str) -> datetime:
    """When so much time has passed in which somebody could have decided."""
    return now + wait if level == "red" else hours.after(now, wait)


def _for_team(rung: int) -> Strike:
    if rung < Rung.REMINDED:
        return Strike(Move.REMIND, Rung.REMINDED, TELL_AFTER)
    return Strike(Move.TELL_MANAGERS, Rung.MANAGERS_TOLD, TELL_AGAIN_AFTER)
