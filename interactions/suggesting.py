"""What may have been meant by a name that nobody has: the nearest of the names this person may see."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.utils import default_process

from accounts.models import User
from connectors.models import Channel
from interactions.asked import Asked
from interactions.narrowing import ME, NOBODY, Scope, channels, colleagues, topics
from playbook.models import Topic

NEAR_ENOUGH = 55  # of 100
MOST_NAMES = 2_000


def hints(asked: Asked, scope: Scope) -> list[str]:
    """A sentence for each name that finds nothing. At most two queries a name."""
    people = User.objects.filter(memberships__team__in=scope.team_ids, is_active=True)
    known: dict[str, tuple[Callable[[str], QuerySet[Any]], QuerySet[Any], str]] = {
        "topic": (
            lambda value: topics(value, scope.brand_ids),
            Topic.objects.live().filter(brand__in=scope.brand_ids),
            "name",
        ),
        "channel": (
            lambda value: channels(value, scope.team_ids),
            Channel.objects.filter(team__in=scope.team_ids),
            "name",
        ),
        "assigned": (lambda value: colleagues(value, scope.team_ids), people, "full_name"),
    }
    return [
        _hint(operator, value, rows, field)
        for operator, (found, rows, field) in known.items()
        for value in asked.by_operator.get(operator, ())
        if value.lower() not in {ME, NOBODY} and not found(value).exists()
    ]


def _hint(operator: str, value: str, rows: QuerySet[Any], field: str) -> str:
    names = list(rows.order_by(field).values_list(field, flat=True).distinct()[:MOST_NAMES])
    near = process.extractOne(value, names, processor=default_process, score_cutoff=NEAR_ENOUGH)
    if near is None:
        return _("“%(operator)s:%(value)s” names nothing here.") % {"operator": operator, "value": value}
    return _("“%(operator)s:%(value)s” names nothing here. Did you mean “%(near)s”?") % {
        "operator": operator,
        "value": value,
        "near": near[0],
    }
