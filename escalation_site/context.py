"""What the frame of every page shows. Nothing is asked of the database until a template prints it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Place:
    """An entry of the rail. ``key`` follows ``g`` on the keyboard; ``count`` names a field of ``Counts``."""

    path: str
    name: StrPromise
    icon: str
    key: str
    count: str = ""
    is_here: bool = False


PLACES = (
    Place("/inbox/", _("Inbox"), "inbox", "i"),
    Place("/approvals/", _("Approvals"), "badge-check", "a", "approvals"),
    Place("/oncall/", _("On call"), "phone", "o"),
    Place("/playbook/", _("Playbook"), "book-marked", "t"),
)


@dataclass(frozen=True)
class Counts:
    approvals: int = 0


@dataclass(frozen=True)
class Alarm:
    """A red flag that nobody has acknowledged."""

    text: str
    url: str
    acknowledge_url: str
    may_acknowledge: bool
    next_person: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True)
class OnCall:
    """Who is paged now. ``is_gap``: nobody is."""

    name: str = ""
    until: datetime | None = None
    is_gap: bool = False


class ShellFacts:
    """The facts of the frame for one request, each asked at most once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def places(self) -> Sequence[Place]:
        return [replace(place, is_here=self.path.startswith(place.path)) for place in PLACES]

    @cached_property
    def path(self) -> str:
        return self._request.path

    @cached_property
    def brand(self) -> Any:
        """The brand chosen, or None for all brands."""
        return None

    @cached_property
    def brands(self) -> Sequence[Any]:
        """The brands this person may see."""
        return ()

    @cached_property
    def counts(self) -> Counts:
        return Counts()

    @cached_property
    def red_open(self) -> int:
        return 0

    @cached_property
    def alarms(self) -> Sequence[Alarm]:
        """Oldest first."""
        return ()

    @cached_property
    def alarms_key(self) -> str:
        """Changes when the alarm bar says something else."""
        return " ".join(alarm.url for alarm in self.alarms)

    @cached_property
    def on_call(self) -> OnCall | None:
        return None


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": ShellFacts(request), "site_host": settings.SITE_URL.partition("://")[2]}
