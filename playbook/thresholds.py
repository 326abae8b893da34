"""From how many likes, shares, comments and how much reach on a message is raised. Pure: counts in, topics out.

Two kinds stand on a topic. *Raising*: a message that is flagged with it gets a stricter topic too, for what is
sensitive takes fewer eyes to become a crisis. *Catching*: any message of the brand gets the topic itself, whatever it
speaks of.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """``engagement``: likes, shares and comments together."""

    engagement: int = 0
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """``topic`` is put on from these counts on (0: never by that one), where ``on`` stands; None: on any message."""

    topic: int
    on: int | None
    engagement: int = 0
    reach: int = 0

    def is_passed(self, counts: Counts) -> bool:
        return 0 < self.engagement <= counts.engagement or 0 < self.reach <= counts.reach

    def account(self, counts: Counts) -> dict[str, Any]:
        """Why, as it is kept with the flag."""
        by_reach = not 0 < self.engagement <= counts.engagement
        kind, now, at = ("reach", counts.reach, self.reach) if by_reach else ("engagement", counts.engagement, 0)
        return {"counts": kind, "now": now, "from": at or self.engagement, "raised_from": self.on}


class Thresholds:
    """Those of a brand, with the counts that its rules ask for beside their words."""

    def __init__(self, thresholds: Iterable[Threshold] = (), rules_ask: Iterable[int] = ()) -> None:
        self._all = tuple(thresholds)
        self._engagement = sorted({each.engagement for each in self._all} | {*rules_ask} - {0})
        self._reach = sorted({each.reach for each in self._all} - {0})

    def lies_between(self, before: Counts, after: Counts) -> bool:
        """Whether anything is to be judged anew. Asked of every message whose counts rose, so it costs nothing."""
        return any(before.engagement < step <= after.engagement for step in self._engagement) or any(
            before.reach < step <= after.reach for step in self._reach
        )

    def topics_at(self, counts: Counts, standing: Collection[int]) -> dict[int, dict[str, Any]]:
        """The topics that these counts put on a message on which these stand, each with its account."""
        found: dict[int, dict[str, Any]] = {}
        for each in self._all:
            if each.is_passed(counts) and (each.on is None or each.on in standing):
                found.setdefault(each.topic, each.account(counts))
        return found

    def ahead(self, counts: Counts, standing: Collection[int]) -> list[Threshold]:
        """Those that these counts have not passed, on a message on which these topics stand; the nearest first."""
        found = [
            each
            for each in self._all
            if (each.engagement or each.reach)
            and not each.is_passed(counts)
            and each.topic not in standing
            and (each.on is None or each.on in standing)
        ]
        return sorted(found, key=lambda each: (each.engagement or each.reach, each.topic))
