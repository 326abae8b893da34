"""What an admin decides about a rule of the sign-off policy, as actions take it and the record keeps it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from accounts.models import Team, User
from approvals.models import SignOffRule
from connectors.models import Channel
from playbook.models import Topic


@dataclass(frozen=True, slots=True)
class StepTerms:
    """``team`` None: that of the conversation; ``needed`` None: everybody who approves for it."""

    team: Team | None = None
    needed: int | None = 1

    def __str__(self) -> str:
        return f"{self.needed or 'everybody'} of {self.team or 'the conversation’s team'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """Shares are percentages. What is left empty does not matter to the rule."""

    steps: tuple[StepTerms, ...]
    name: str = ""
    levels: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    channels: tuple[Channel, ...] = ()
    authors: tuple[User, ...] = ()
    contacts: tuple[str, ...] = ()
    min_followers: int = 0
    is_public: bool | None = None
    over_departure: int | None = None
    over_amount: Decimal | None = None
    spared_up_to: int | None = None

    @classmethod
    def of(cls, rule: SignOffRule) -> RuleTerms:
        """Those of a row, with all its relations."""
        steps = tuple(
            StepTerms(step.team, None if step.is_everybody else step.needed)
            for step in rule.steps.select_related("team")
        )
        stored: dict[str, Any] = {name: getattr(rule, name) for name in COLUMNS}
        stored |= {name: tuple(getattr(rule, name)) for name in LISTS}
        stored |= {name: tuple(getattr(rule, name).all()) for name in RELATIONS}
        return cls(steps=steps, **stored)

    def columns(self) -> dict[str, Any]:
        """What stands in the row itself."""
        return {name: getattr(self, name) for name in COLUMNS} | {name: list(getattr(self, name)) for name in LISTS}

    def written(self) -> dict[str, Any]:
        """As the record keeps it."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {field.name: _plain(said[field.name]) for field in fields(self) if said[field.name] != field.default}


COLUMNS = ("name", "min_followers", "is_public", "over_departure", "over_amount", "spared_up_to")
LISTS = ("levels", "contacts")
RELATIONS = ("topics", "channels", "authors")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value
