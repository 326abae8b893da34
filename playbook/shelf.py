"""A library's list: narrowed, and paged by key in the order of names."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Brand
from playbook import ports
from playbook.life import Life
from playbook.models import HoldingMessage, Words

PAGE = 25
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of texts, each with its uses; ``after`` is the text that the next page begins behind, if there is one."""

    rows: list[Any]
    after: int | None


def shelf(model: type[Words], brand: Brand, asked: dict[str, Any], after: int | None = None) -> Shelf:
    """The texts asked for by state, language, topic and words, retired ones only when asked for by name.

    Three queries, one more behind the first page. A place that is not the brand's begins at the beginning.
    """
    rows: Any = model._default_manager.filter(brand=brand)
    state = asked.get("state", "")
    if state == WAITING:
        rows = rows.waiting()
    elif state:
        rows = rows.in_life(state)
    else:
        rows = rows.filter(is_retired=False)
    rows = rows.filter(_narrowed(asked))
    if place := _place(model, brand, after):
        rows = rows.filter(Q(name__gt=place[0]) | Q(name=place[0], language__gt=place[1]))
    found = list(
        rows.select_related("proposal__author").prefetch_related("topics").order_by("name", "language")[: PAGE + 1]
    )
    page = found[:PAGE]
    uses = uses_of(model, [words.pk for words in page])
    for words in page:
        words.uses = uses.get(words.pk, 0)
    return Shelf(page, page[-1].pk if len(found) > PAGE else None)


def uses_of(model: type[Words], ids: list[int]) -> dict[int, int]:
    """How often each was used lately."""
    return ports.statements_of(ids) if model is HoldingMessage else ports.uses_of(ids)


def languages(model: type[Words], brand: Brand) -> list[str]:
    """The languages its texts are in."""
    rows = model._default_manager.filter(brand=brand).order_by("language")
    return list(rows.values_list("language", flat=True).distinct())


def counts(model: type[Words], brand: Brand) -> list[tuple[str, Any, int]]:
    """The states that can be asked for, each with its name and how many are in it: "" for all but the retired."""
    numbers = model._default_manager.filter(brand=brand).counted()
    lives = [(life.value, life.label, numbers[life.name]) for life in Life if life is not Life.PROPOSED]
    return [("", None, numbers["ALL"]), (WAITING, None, numbers["WAITING"]), *lives]


def _narrowed(asked: dict[str, Any]) -> Q:
    narrow = Q()
    if language := asked.get("language"):
        narrow &= Q(language=language)
    if topic := asked.get("topic"):
        narrow &= Q(topics=topic)
    if words := asked.get("q"):
        narrow &= Q(name__icontains=words) | Q(text__icontains=words) | Q(proposal__text__icontains=words)
    return narrow


def _place(model: type[Words], brand: Brand, after: int | None) -> tuple[str, str] | None:
    if after is None:
        return None
    return model._default_manager.filter(brand=brand, pk=after).values_list("name", "language").first()
