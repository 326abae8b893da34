"""What the playbook asks of the rooms above and beside it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.ports import Port


@dataclass(frozen=True, slots=True)
class Outlet:
    """An account on a network through which the brand answers: how long a text may be there, as it counts."""

    name: str
    network: str
    network_label: str
    most: int
    length: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Use:
    """How a template did lately. Shares are whole percents, None where there is nothing to share out.

    ``drafts``: drafts begun with it. ``sent``: of those, posted; ``changed``: share of the posted that say more than
    the template with its variables filled. ``first_time``: share of those a person approved that nobody had returned
    before. ``reopened``: conversations that were opened again after it was posted.
    """

    drafts: int = 0
    sent: int = 0
    changed: int | None = None
    first_time: int | None = None
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages of the last ``days`` had each topic, by its id, ``total`` of all; of the newest alone where
    there are more than anybody counts (``is_bounded``)."""

    by_topic: Mapping[int, int]
    total: int
    days: int
    is_bounded: bool = False


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Whom one calls: a schedule with who is on call, and its number."""

    name: str
    people: tuple[str, ...] = ()
    phone: str = ""
    until: datetime | None = None
    is_gap: bool = False


# How often each template was used, by id; one query for a whole list. Ids without use are missing.
uses_of: Port[[Collection[int]], dict[int, int]] = Port("playbook.uses_of")
# How one template did.
use_of: Port[[int], Use] = Port("playbook.use_of")
# How often each holding message went out, by id.
statements_of: Port[[Collection[int]], dict[int, int]] = Port("playbook.statements_of")
# The active accounts of a brand that can be answered through.
outlets_of: Port[[int], list[Outlet]] = Port("playbook.outlets_of")
# What people of a brand decided, the newest first: the text and the slug of its strictest topic, "" for none.
decisions_of: Port[[int], list[tuple[str, str]]] = Port("playbook.decisions_of")
# How many messages of a brand had which topic lately.
counts_of: Port[[int], Counts] = Port("playbook.counts_of")
# Who is on call for a brand now, with the number of each turn.
on_duty_of: Port[[int], Sequence[OnDuty]] = Port("playbook.on_duty_of")
