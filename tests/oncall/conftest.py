"""Tern Air on call: Priya and Tomás take turns for communications, Ingrid is the last resort."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine

from accounts.models import User
from audit import outbox
from oncall import actions, engine, lanes
from oncall.actions.policies import StepTerms
from oncall.actions.schedules import Turns
from oncall.models import Alert, EscalationPolicy, Schedule
from tests.cast import Cast

NIGHT = datetime(2026, 11, 17, 2, 58, tzinfo=UTC)  # a Tuesday, Priya's week


@dataclass
class Desk:
    """The cast with its rota, and the verbs that tests say often."""

    cast: Cast
    schedule: Schedule
    policy: EscalationPolicy

    def __getattr__(self, name: str) -> User:
        return getattr(self.cast, name)

    def red(self, topic: str = "major-account", **facts) -> Alert:
        """A red flag, and the alert it raised or joined."""
        interaction = self.cast.flagged(topic, **facts)
        outbox.sweep()
        return Alert.objects.get(flags__interaction=interaction)

    def sweep(self) -> None:
        """Deliveries, steps and pages that are due now, all in this thread."""
        outbox.sweep()
        engine.sweep(lanes.at_once)

    def paged(self, alert: Alert, **facts) -> list[str]:
        """Who was paged, in order."""
        return [page.user.short_name for page in alert.pages.filter(**facts).order_by("pk").select_related("user")]


@pytest.fixture
def clock(cast: Cast) -> Iterator[Any]:
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


def scheduled(cast: Cast) -> tuple[Schedule, EscalationPolicy]:
    """A schedule of two, and a policy that pages it, then Tomás."""
    schedule = actions.save_schedule(
        None,
        by=cast.ada,
        team=cast.teams["communications"],
        name="Comms primary",
        time_zone="Europe/London",
        turns=Turns(date(2026, 11, 16), 0, time(9), 7),
        people=[cast.priya, cast.tomas],
    )
    policy = actions.save_policy(
        None,
        by=cast.ada,
        brand=cast.brand,
        name="Red flag policy",
        is_default=True,
        topics=[],
        steps=[StepTerms(5, schedule=schedule), StepTerms(3, person=cast.tomas)],
        last_resort=[cast.ingrid],
    )
    return schedule, policy


@pytest.fixture
def desk(cast: Cast, clock: Any) -> Desk:
    return Desk(cast, *scheduled(cast))
