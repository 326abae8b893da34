"""What is to be done inside because of a crisis: what the plans begun on its messages ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from interactions.access import linked_to
from interactions.models import PlanTask
from oncall.models import Incident

MOST_SHOWN = 12


@dataclass(frozen=True)
class ToDo:
    """What is open, by when it is due; ``count``: all of it."""

    tasks: Sequence[PlanTask]
    count: int


def to_do_in(incident: Incident, reader: User) -> ToDo:
    """Of the messages that this person may see. Two queries."""
    open_tasks = PlanTask.objects.filter(interaction__in=linked_to(reader, incident.pk).values("pk"), done_at=None)
    rows = open_tasks.select_related("owner", "team").order_by("due_at", "pk")
    return ToDo(list(rows[:MOST_SHOWN]), open_tasks.count())
