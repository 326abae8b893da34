"""Whom a step of a policy can name: a schedule, a person, a team, a role, or a role of a team."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Role
from oncall.forms.common import people_of_brand
from oncall.models import Schedule, Step

TARGETS = ("person", "schedule", "team", "role")


def key_of(step: Step) -> str:
    """The value of the choice that names what this step names."""
    named = ((target, getattr(step, f"{target}_id")) for target in TARGETS)
    return ",".join(f"{target}:{pk}" for target, pk in named if pk is not None)


class Targets:
    """The choices of one brand, in groups, and what each stands for."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand

    @cached_property
    def choices(self) -> list[tuple[Any, Any]]:
        groups = [
            (_("Whoever is on call for"), {f"schedule:{one.pk}": {"schedule": one} for one in self._schedules}),
            (_("A person"), {f"person:{one.pk}": {"person": one} for one in people_of_brand(self._brand)}),
            (_("Everybody of a team"), {f"team:{one.pk}": {"team": one} for one in self._teams}),
            (_("Everybody of a role"), {f"role:{one.pk}": {"role": one} for one in self._roles}),
            (_("A role of a team"), self._roles_of_teams),
        ]
        self._named = {key: named for _title, choices in groups for key, named in choices.items()}
        shown = [(title, [(key, _words(named)) for key, named in choices.items()]) for title, choices in groups]
        return [("", _("Nobody")), *((title, choices) for title, choices in shown if choices)]

    def named(self, key: str) -> dict[str, Any]:
        """What a chosen value stands for, as terms of a step."""
        return self._named[key] if self.choices else {}

    @cached_property
    def _schedules(self) -> list[Schedule]:
        return list(Schedule.objects.filter(brand=self._brand))

    @cached_property
    def _teams(self) -> list[Any]:
        return list(self._brand.teams.filter(is_active=True))

    @cached_property
    def _roles(self) -> list[Role]:
        """Those who could answer a page."""
        return [role for role in Role.objects.order_by("name") if "acknowledge" in role.team_rights]

    @property
    def _roles_of_teams(self) -> dict[str, dict[str, Any]]:
        return {
            f"team:{team.pk},role:{role.pk}": {"team": team, "role": role}
            for team in self._teams
            for role in self._roles
        }


def _words(named: dict[str, Any]) -> str:
    return ", ".join(str(one) for one in named.values())
