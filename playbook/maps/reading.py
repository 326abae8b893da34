"""A map as a file holds it: every mistake names the map and the step. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from playbook.maps.shape import ANSWER, LEAF, MAP, QUESTION, Entry

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class MapError(ValueError):
    """The map cannot be used; the message says where and why."""


def read_map(entry: Mapping[str, Any]) -> Entry:
    """The entry with every value of the kind that it has to be. Raises MapError. Whether it can be walked is for
    ``troubles`` to say."""
    where = f"Map {str(entry.get('slug', '?'))[:60]}"
    _check(entry, MAP, where)
    _check_slug(entry.get("slug"), where)
    for question in entry.get("questions", ()):
        place = f"{where}, question {_key(question)}"
        _check(question, QUESTION, place)
        _check_slug(question.get("key"), place)
        for answer in question.get("answers", ()):
            _check(answer, ANSWER, place)
    for leaf in entry.get("leaves", ()):
        place = f"{where}, leaf {_key(leaf)}"
        _check(leaf, LEAF, place)
        _check_slug(leaf.get("key"), place)
    return dict(entry)


def _key(step: Any) -> str:
    return str(step.get("key", "?"))[:60] if isinstance(step, Mapping) else "?"


def _check(entry: Any, like: Entry, where: str) -> None:
    if not isinstance(entry, Mapping):
        raise MapError(f"{where}: this is no table.")
    if unknown := sorted(str(name) for name in entry.keys() - like.keys()):
        raise MapError(f"{where}: {', '.join(unknown)[:100]} is not known here.")
    for name, value in entry.items():
        wanted = like[name]
        is_right = type(value) is type(wanted)
        if is_right and name == "topics":
            is_right = all(isinstance(each, str) for each in value)
        if not is_right or (isinstance(value, int) and not 0 <= value < 2**31):
            raise MapError(f"{where}: {name} cannot be {str(value)[:60]}.")


def _check_slug(slug: Any, where: str) -> None:
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise MapError(f"{where}: its name is made of small letters, digits and dashes.")
