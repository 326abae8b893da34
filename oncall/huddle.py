"""Everything the page of a huddle shows, and its part beside a red message."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import Team, User
from accounts.rights import can, people_with
from oncall.actions.huddling import missing_roles
from oncall.forms.rooms import DecideForm, EndHuddleForm, HuddleLogForm, RoomForm
from oncall.models import Huddle, HuddleOption, HuddleSeat, LogEntry


@dataclass(frozen=True)
class Chair:
    """A team's place: who sits there, and what this person can do about it."""

    team: Team
    seat: HuddleSeat | None
    may_take: bool
    people: list[User]


@dataclass(frozen=True)
class Choice:
    option: HuddleOption
    votes: int
    is_mine: bool


class Sitting:
    def __init__(self, huddle: Huddle, user: User, bound: RoomForm | None = None) -> None:
        self.huddle = huddle
        self.user = user
        self.bound = bound

    @cached_property
    def seats(self) -> dict[str, HuddleSeat]:
        return {seat.role: seat for seat in self.huddle.seats.filter(left_at=None).select_related("user", "for_user")}

    @cached_property
    def chairs(self) -> list[Chair]:
        teams = Team.objects.filter(brand=self.huddle.brand_id, slug__in=self.huddle.needed_roles)
        return [self._chair(team) for team in teams]

    def _chair(self, team: Team) -> Chair:
        seat = self.seats.get(team.slug)
        may_take = self.huddle.is_open and seat is None and can(self.user, "sign_release", team)
        return Chair(team, seat, may_take, [] if seat else list(people_with("sign_release", team)))

    @property
    def is_seated(self) -> bool:
        return any(seat.user_id == self.user.pk for seat in self.seats.values())

    @property
    def is_in(self) -> bool:
        return self.is_seated or self.user.pk in {self.huddle.decider_id, self.huddle.convened_by_id}

    @property
    def is_mine(self) -> bool:
        """Whether this person decides it."""
        return self.huddle.is_open and self.huddle.decider_id == self.user.pk

    @cached_property
    def choices(self) -> list[Choice]:
        cast = list(self.huddle.votes.values_list("option", "user"))
        votes, mine = (
            Counter(option for option, _user in cast),
            {option for option, user in cast if user == self.user.pk},
        )
        return [Choice(option, votes[option.pk], option.pk in mine) for option in self.huddle.options.all()]

    @cached_property
    def missing(self) -> list[str]:
        return missing_roles(self.huddle) if self.huddle.is_open else []

    @cached_property
    def log(self) -> list[LogEntry]:
        return list(self.huddle.entries.select_related("by", "corrects")[:60])

    @cached_property
    def colleagues(self) -> list[User]:
        """Whom one can send."""
        ours = User.objects.filter(memberships__team__brand=self.huddle.brand_id, is_active=True, is_machine=False)
        return list(ours.exclude(pk=self.user.pk).distinct().order_by("full_name"))

    def _form(self, kind: type[RoomForm]) -> RoomForm:
        return self.bound if isinstance(self.bound, kind) else kind(self.huddle)

    @cached_property
    def decide_form(self) -> Any:
        return self._form(DecideForm)

    @cached_property
    def log_form(self) -> Any:
        return self._form(HuddleLogForm)

    @cached_property
    def end_form(self) -> Any:
        return self._form(EndHuddleForm)
