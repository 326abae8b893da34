"""The lines of a plan: what to do and, in brackets at the end, which team and within which time. Pure.

“Block the card [security, 30 min]” is for security and due within half an hour; either may be missing.
"""

import re
from dataclasses import dataclass

_BRACKETS = re.compile(r"^(?P<wording>.*\S)\s*\[(?P<terms>[^\[\]]*)\]\s*$", re.DOTALL)
_TIME = re.compile(r"^(?P<count>[1-9]\d{0,3})\s*(?P<unit>min|h|d)$")
_TEAM = re.compile(r"^[a-z0-9][a-z0-9_-]*$")
_MINUTES = {"min": 1, "h": 60, "d": 24 * 60}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """``team`` is a slug, ``within`` are minutes; empty and 0 where the line says none."""

    wording: str
    team: str = ""
    within: int = 0


def plan_line(text: str) -> PlanLine:
    """Brackets that hold anything but a team and a time are part of the wording."""
    found = _BRACKETS.match(text)
    terms = [term.strip() for term in found["terms"].split(",")] if found else []
    times = [time for term in terms if (time := _TIME.match(term))]
    teams = [term for term in terms if not _TIME.match(term) and _TEAM.match(term)]
    if found is None or len(times) + len(teams) != len(terms) or len(times) > 1 or len(teams) > 1:
        return PlanLine(text.strip())
    within = int(times[0]["count"]) * _MINUTES[times[0]["unit"]] if times else 0
    return PlanLine(found["wording"], teams[0] if teams else "", within)
