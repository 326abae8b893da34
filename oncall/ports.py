"""What on-call asks of others without knowing them; ``escalation_site.wiring`` fills it.

Absences are said once, beside the approval queue, and count here too: the rooms do not see each other.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.ports import Port

# Who of these is away at some time between two moments: the person, from when, until when.
away: Port[[Collection[int], datetime, datetime], Iterable[tuple[int, datetime, datetime]]] = Port("oncall.away")
