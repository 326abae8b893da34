"""The only door to what the reports show. What one may not see is neither shown nor counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, Team, User
from accounts.rights import brands_with, check_can, teams_with
from interactions.access import visible
from interactions.models import Interaction
from playbook.access import version_for
from playbook.models import BackTest, BackTestChange, BackTestReading, TaxonomyVersion

Person = User | AnonymousUser
PAGE = 10
LONGEST_KEY = 40
DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Sample:
    """One message that would be judged differently; no message where it is gone."""

    change: BackTestChange
    message: Interaction | None
    is_read: bool


@dataclass(frozen=True)
class Samples:
    """A page of them. ``after``: the key of the next page; ``seen``: how many this reader may read, ``read``: has."""

    rows: list[Sample]
    after: str
    seen: int
    read: int

    @property
    def unread(self) -> list[int]:
        return [sample.change.pk for sample in self.rows if not sample.is_read]


def back_test_for(person: Person, pk: int) -> BackTest:
    """A back-test of a brand whose playbook this person edits. Raises Http404."""
    rows = BackTest.objects.filter(brand__in=brands_with(person, "edit_playbook"))
    return get_object_or_404(rows.select_related("brand", "version", "against", "asked_by"), pk=pk)


def draft_to_test(person: User, pk: int) -> TaxonomyVersion:
    """A version to be back-tested, for who may edit it. Raises Http404 and NotAllowed."""
    version = version_for(person, pk)
    check_can(person, "edit_playbook", version.brand)
    return version


def readable(person: Person, run: BackTest) -> Any:
    """What it found in the messages of the teams that this person sees, the gravest first."""
    return BackTestChange.objects.filter(run=run, team__in=teams_with(person, "see")).order_by("gravity", "pk")


def samples(person: User, run: BackTest, *, gravity: str = "", after: str = "", most: int = PAGE) -> Samples:
    """A page by key; ``gravity`` narrows it."""
    mine = readable(person, run)
    rows = mine.filter(gravity=int(gravity)) if gravity in map(str, BackTestChange.Gravity.values) else mine
    found = list(_behind(rows, after)[: most + 1])
    page = found[:most]
    known = visible(person).select_related("contact", "channel").in_bulk([change.message for change in page])
    readings = BackTestReading.objects.filter(user=person)
    is_read = set(readings.filter(change__in=[change.pk for change in page]).values_list("change", flat=True))
    return Samples(
        [Sample(change, known.get(change.message), change.pk in is_read) for change in page],
        f"{page[-1].gravity}-{page[-1].pk}" if len(found) > most else "",
        mine.count(),
        readings.filter(change__run=run).count(),
    )


def _behind(rows: Any, after: str) -> Any:
    gravity, _dash, pk = after[:LONGEST_KEY].partition("-")
    if not (gravity.isdecimal() and pk.isdecimal() and gravity.isascii() and pk.isascii() and len(pk) < 19):
        return rows
    of_this = rows.filter(gravity=int(gravity[:2]), pk__gt=int(pk))
    return of_this | rows.filter(gravity__gt=int(gravity[:2]))


@dataclass(frozen=True, slots=True)
class Scope:
    """Brands and teams by their ids, and since when. ``brand`` None: all that this person sees."""

    brand: Brand | None
    brands: frozenset[int]
    teams: frozenset[int]
    days: int

    @property
    def since(self) -> datetime:
        return timezone.now() - timedelta(days=self.days)


def scope_for(person: User, brand: str, days: str) -> Scope:
    """From an address; a number of days that is not offered is thirty. Raises Http404 for a brand one may not see."""
    brands, teams = brands_with(person, "see_brand"), teams_with(person, "see")
    chosen = Brand.objects.filter(pk__in=brands, slug=brand).first() if brand else None
    if brand and chosen is None:
        raise Http404(_("There is no such brand for you."))
    if chosen is not None:
        brands = frozenset({chosen.pk})
        teams = frozenset(Team.objects.filter(pk__in=teams, brand=chosen).values_list("pk", flat=True))
    return Scope(chosen, brands, teams, int(days) if days in {str(each) for each in DAYS} else 30)
