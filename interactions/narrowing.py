"""What the operators of a search ask for, as a condition on interactions, for one person.

Names are looked up inside the condition, among what this person may see: a name one may not see finds nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from connectors.models import Channel
from interactions.asked import LEVELS, Asked, day
from interactions.models import Contact, Interaction
from interactions.queues import OPEN, SNOOZED
from playbook.models import Topic

MOST_CONTACTS = 50
ME, NOBODY = "me", "nobody"
State = Interaction.State


@dataclass(frozen=True)
class Scope:
    """Who looks, when, and at whose.

    ``is_led_by_authors``: authors are looked up first, and what they wrote is found through them. Otherwise that is
    left to the condition, which is asked of few rows.
    """

    user_id: int
    team_ids: frozenset[int]
    brand_ids: frozenset[int]
    now: datetime
    is_led_by_authors: bool = False


def narrowed(asked: Asked, scope: Scope) -> Q:
    """Everything but the words."""
    condition = Q()
    for name, values in asked.by_operator.items():
        conditions = [_CONDITIONS[name](value, scope) for value in values]
        for one in conditions if name in _ALL_HOLD else [reduce(or_, conditions)]:
            condition &= one
    return condition


def begun(beginning: str, brand_ids: Iterable[int]) -> QuerySet[Contact]:
    """The people whose handle, with or without its sign, or whose name begins so. Each part is of an index."""
    said = beginning.lower().strip()
    brands = Q(brand__in=list(brand_ids))
    parts = [("begin_handle", prefix) for prefix in dict.fromkeys((said, f"@{said.lstrip('@')}"))]
    parts.append(("begin_name", said))
    known = Contact.objects.annotate(begin_handle=Lower("handle"), begin_name=Lower("name"))
    return known.filter(reduce(or_, (brands & _begins(column, prefix) for column, prefix in parts)))


def topics(value: str, brand_ids: Iterable[int]) -> QuerySet[Topic]:
    """By how the slug begins, or by what stands in the name."""
    return Topic.objects.filter(Q(slug__istartswith=value) | Q(name__icontains=value), brand__in=brand_ids)


def channels(value: str, team_ids: Iterable[int]) -> QuerySet[Channel]:
    named = Q(name__icontains=value) | Q(handle__icontains=value) | Q(slug__istartswith=value) | Q(network=value)
    return Channel.objects.filter(named, team__in=team_ids)


def colleagues(value: str, team_ids: Iterable[int]) -> QuerySet[User]:
    return User.objects.filter(full_name__icontains=value, memberships__team__in=team_ids)


def _from(value: str, scope: Scope) -> Q:
    return by_authors(value, scope)


def by_authors(beginning: str, scope: Scope) -> Q:
    """Of the people whose handle or name begins so."""
    found = begun(beginning, scope.brand_ids).order_by().values_list("pk", flat=True)[:MOST_CONTACTS]
    return Q(contact__in=(list(found) or [0]) if scope.is_led_by_authors else found)


def _topic(value: str, scope: Scope) -> Q:
    return Q(topic__in=topics(value, scope.brand_ids).order_by().values("pk"))


def _channel(value: str, scope: Scope) -> Q:
    return Q(channel__in=channels(value, scope.team_ids).order_by().values("pk"))


def _assigned(value: str, scope: Scope) -> Q:
    if value.lower() == ME:
        return Q(assignee=scope.user_id)
    if value.lower() == NOBODY:
        return Q(assignee=None)
    return Q(assignee__in=colleagues(value, scope.team_ids).order_by().values("pk"))


def _flag(value: str, _scope: Scope) -> Q:
    return Q(level=LEVELS[value])


def _is(value: str, scope: Scope) -> Q:
    return {
        "unanswered": OPEN,
        "answered": Q(responded_at__isnull=False),
        "closed": Q(state=State.CLOSED, head=None),
        "monitored": Q(state=State.CLOSED, look_again_at__isnull=False),
        "snoozed": SNOOZED,
        "held": Q(is_held=True),
        "late": OPEN & Q(due_at__lt=scope.now),
        "public": Q(is_public=True),
        "private": Q(is_public=False),
    }[value]


def _before(value: str, _scope: Scope) -> Q:
    return Q(received_at__lt=_midnight(value))


def _after(value: str, _scope: Scope) -> Q:
    """From the end of that day on."""
    return Q(received_at__gte=_midnight(value, days=1))


def _midnight(value: str, days: int = 0) -> datetime:
    """In the reader's zone."""
    named = day(value)
    assert named is not None, "a line that cannot be read is not searched for"
    return timezone.make_aware(datetime.combine(named + timedelta(days=days), time.min))


def _begins(column: str, prefix: str) -> Q:
    """What the index of this engine answers: a pattern on PostgreSQL, a range on SQLite."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": prefix})
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": f"{prefix}\U0010ffff"})


_ALL_HOLD = ("is", "before", "after")
_CONDITIONS: dict[str, Callable[[str, Scope], Q]] = {
    "from": _from,
    "topic": _topic,
    "flag": _flag,
    "is": _is,
    "before": _before,
    "after": _after,
    "channel": _channel,
    "assigned": _assigned,
}
