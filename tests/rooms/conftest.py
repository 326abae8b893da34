"""A crisis of Tern Air: a room, what is in it, and the people who work there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from interactions.models import Interaction
from oncall import actions
from oncall.models import Incident
from tests.cast import Cast


def later(**ahead: float) -> Any:
    return timezone.now() + timedelta(**(ahead or {"hours": 1}))


@dataclass
class House:
    """The cast with an open room; a person by name is fresh, so that no test sees another's cached rights."""

    cast: Cast
    room: Incident

    def __getattr__(self, name: str) -> User:
        return getattr(self.cast, name)

    def inside(self, topic: str = "praise", **facts: Any) -> Interaction:
        """Another message in the room."""
        row = self.cast.flagged(topic, **facts)
        actions.link_messages(self.fresh, by=self.amara, ids=[row.pk])
        return row

    @property
    def fresh(self) -> Incident:
        return Incident.objects.get(pk=self.room.pk)

    def signed(self, **facts: Any) -> Any:
        """A statement with two names under it."""
        words = {"text": "Tickets stay valid.", "next_update_at": later(hours=2)} | facts
        statement = actions.write_statement(self.fresh, by=self.amara, **words)
        actions.sign_words(statement, by=self.priya)
        actions.sign_words(statement, by=self.ruth)
        return statement


@pytest.fixture
def house(cast: Cast) -> House:
    red = cast.flagged("hacking", text="My miles are gone.")
    return House(cast, actions.open_room(red, by=cast.dev, name="Miles accounts emptied"))
