"""What was done besides answering: ways over the map, tasks of plans, what the customer was given."""

from collections.abc import Sequence
from functools import cached_property

from interactions.models import Flag, Interaction, MapRun, PlanTask, Remedy
from playbook.models import Plan

MOST_RUNS = 5


class Worked:
    """Each part asked for at most once, and only when a template prints it."""

    def __init__(self, interaction: Interaction, standing: Sequence[Flag]) -> None:
        self._interaction = interaction
        self._standing = standing

    @cached_property
    def map_runs(self) -> list[MapRun]:
        """The ways that were walked over the response map, the newest first."""
        rows = self._interaction.map_runs.select_related("topic", "walked_by")
        return list(rows.order_by("-pk")[:MOST_RUNS])

    @cached_property
    def tasks(self) -> list[PlanTask]:
        """What the plans that were begun here ask for."""
        return list(self._interaction.plan_tasks.select_related("topic", "team", "owner", "done_by"))

    @property
    def tasks_left(self) -> int:
        return sum(not task.is_done for task in self.tasks)

    @cached_property
    def plans(self) -> list[Plan]:
        """Those of the standing topics, to be begun."""
        topics = [flag.topic_id for flag in self._standing]
        return list(Plan.objects.filter(topic__in=topics).select_related("topic")) if topics else []

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What the customer was given, the newest last."""
        return list(self._interaction.remedies.select_related("recorded_by"))
