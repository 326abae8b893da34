"""What the frame of every page shows. Nothing is asked of the database until a template prints it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from accounts.access import unread_of
from accounts.models import Brand, User
from accounts.rights import teams_with
from approvals.access import queue
from escalation_site.brands import remembered, visible_brands
from escalation_site.counting import bounded_counts
from interactions import access
from interactions.inbox import LONGEST_WORDS
from interactions.models import PostingBlock
from oncall import heartbeats, queries, stops

TURNS_KEPT_FOR = 15  # seconds


@dataclass(frozen=True)
class Place:
    """An entry of the rail. ``key`` follows ``g`` on the keyboard; ``count`` names a field of ``Counts``."""

    path: str
    name: StrPromise
    icon: str
    key: str
    count: str = ""
    is_at_the_thumb: bool = True  # a phone has room for five
    is_here: bool = False


PLACES = (
    Place("/inbox/", _("Inbox"), "inbox", "i"),
    Place("/approvals/", _("Approvals"), "badge-check", "a", "approvals"),
    Place("/rooms/", _("Rooms"), "radio", "r"),
    Place("/oncall/", _("On call"), "phone", "o"),
    Place("/reports/", _("Reports"), "chart-column", "p", is_at_the_thumb=False),
    Place("/playbook/", _("Playbook"), "book-marked", "t"),
)


@dataclass(frozen=True)
class Counts:
    """Drafts this person may sign now, as the queue's tab “For me” counts them, notices they have not read, and what
    the kill switch holds back for them."""

    approvals: int = 0
    notices: int = 0
    stops: int = 0


@dataclass(frozen=True)
class Alarm:
    """A red flag that nobody has acknowledged."""

    text: str
    url: str
    acknowledge_url: str
    may_acknowledge: bool
    next_person: str = ""
    next_at: datetime | None = None
    is_drill: bool = False
    paged: tuple[str, ...] = ()
    is_exhausted: bool = False


@dataclass(frozen=True)
class OnCall:
    """Who is paged now. ``is_gap``: nobody is."""

    name: str = ""
    until: datetime | None = None
    is_gap: bool = False


@lru_cache(maxsize=64)
def turns_lately(brand_ids: tuple[int, ...], _moment: int) -> list[queries.OnCall]:
    """Who is on call, asked of the database once in a while and process: every page shows it, and it rarely moves."""
    return queries.on_call_now(brand_ids)


@lru_cache(maxsize=1)
def standing_still_lately(_moment: int) -> datetime | None:
    """Since when paging stands still, asked of the database once in a while and process."""
    return heartbeats.paging_stands_still_since()


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

    @property
    def searched(self) -> str:
        """What was typed into the search that led here, to be mended or gone on with."""
        is_found = self.path == reverse("interactions:inbox")
        return self._request.GET.get("q", "")[:LONGEST_WORDS] if is_found else ""

    @cached_property
    def brands(self) -> Sequence[Brand]:
        """The brands this person may see."""
        return visible_brands(self._person) if self._person else ()

    @cached_property
    def brand(self) -> Brand | None:
        """The brand in the address, else the one chosen last, else the only one there is; None for all brands."""
        if len(self.brands) == 1:
            return self.brands[0]
        chosen = self._request.GET.get("brand", remembered(self._request))
        return next((brand for brand in self.brands if brand.slug == chosen), None)

    @property
    def is_on_no_team(self) -> bool:
        """Whoever just came, or lost their last team: no list has anything for them, and they should know why."""
        return self._person is not None and not self.brands and not teams_with(self._person, "see")

    @cached_property
    def counts(self) -> Counts:
        if self._person is None:
            return Counts()
        asked = {
            "approvals": queue(self._person, "mine"),
            "notices": unread_of(self._person),
            "stops": stops.announced(self._visible),
        }
        return Counts(**bounded_counts(asked))

    @cached_property
    def red_open(self) -> int:
        return self._open.get("red", 0)

    @cached_property
    def _open(self) -> dict[str, int]:
        return access.open_counts(self._person, teams_with(self._person, "see"))[0] if self._person else {}

    @cached_property
    def alarms(self) -> Sequence[Alarm]:
        """Oldest first, and of every brand this person may see: a chosen brand narrows lists, it silences nobody."""
        if self._person is None:
            return ()
        return [
            Alarm(
                text=alarm.topic,
                url=alarm.url,
                acknowledge_url=alarm.acknowledge_url,
                may_acknowledge=alarm.may_acknowledge,
                next_person=alarm.next_person,
                next_at=alarm.next_at,
                is_drill=alarm.is_drill,
                paged=alarm.paged,
                is_exhausted=alarm.is_exhausted,
            )
            for alarm in queries.alarms_for(self._person, self._visible)
        ]

    @cached_property
    def paging_stands_still_since(self) -> datetime | None:
        """Whoever is signed in is told: nobody is paged by what they flag."""
        if self._person is None:
            return None
        return standing_still_lately(int(timezone.now().timestamp() // TURNS_KEPT_FOR))

    @cached_property
    def stops(self) -> Sequence[PostingBlock]:
        """What the kill switch holds back for any brand this person may see, whichever they have chosen."""
        return list(stops.announced(self._visible)) if self.counts.stops else ()

    @cached_property
    def on_call(self) -> OnCall | None:
        """The first schedule of the brand; a gap anywhere comes first."""
        turns = turns_lately(tuple(self._brand_ids), int(timezone.now().timestamp() // TURNS_KEPT_FOR))
        now = sorted(turns, key=lambda turn: (not turn.is_gap, turn.schedule.pk))
        if not now:
            return None
        return OnCall(name=str(now[0].person or ""), until=now[0].until, is_gap=now[0].is_gap)

    @property
    def _person(self) -> User | None:
        user = self._request.user
        return user if isinstance(user, User) else None

    @property
    def _brand_ids(self) -> list[int]:
        return [self.brand.pk] if self.brand else self._visible

    @property
    def _visible(self) -> list[int]:
        return [brand.pk for brand in self.brands]

    @cached_property
    def alarms_key(self) -> str:
        """Changes when the bars under the frame's head say something else."""
        return " ".join([alarm.acknowledge_url for alarm in self.alarms] + [f"stop-{block.pk}" for block in self.stops])


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": ShellFacts(request), "site_host": settings.SITE_URL.partition("://")[2]}
