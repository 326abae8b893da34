"""How whoever is on call is reached, and how much they were of late."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from oncall.models import ContactMethod, Page

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Reach:
    """The ways that are paged, by name, without their addresses; the address for colleagues; pages in seven days."""

    ways: tuple[str, ...]
    email: str
    pages: int


def reach_of(people: Collection[User], now: datetime) -> dict[int, Reach]:
    """By person, in two queries."""
    if not people:
        return {}
    ways = ways_of(people)
    lately = Page.objects.filter(user__in=people, alert__isnull=False, created_at__gt=now - LATELY)
    steps = lately.values_list("user_id", "alert", "round", "step").distinct()  # one page however many ways it went
    pages = Counter(user_id for user_id, *_step in steps)
    return {person.pk: Reach(ways[person.pk], person.email, pages[person.pk]) for person in people}


def ways_of(people: Collection[User]) -> dict[int, tuple[str, ...]]:
    """By person: the ways that are paged, each once, in words; without a verified one, the mail they sign in with."""
    found: dict[int, list[str]] = defaultdict(list)
    for method in ContactMethod.objects.filter(user__in=people, is_verified=True):
        found[method.user_id].append(str(method.get_kind_display()))
    by_sign_in = (str(ContactMethod.Kind.EMAIL.label),)
    return {person.pk: tuple(dict.fromkeys(found[person.pk])) or by_sign_in for person in people}
