"""Changing one step of a map's entry. Pure: an entry in, another out."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.text import slugify

from playbook.maps.shape import Entry

_PARTS = ("questions", "leaves")


def step_of(entry: Mapping[str, Any], key: str) -> Entry | None:
    """The entry of this step."""
    return next((step for part in _PARTS for step in entry.get(part, ()) if step.get("key") == key), None)


def with_step(entry: Mapping[str, Any], part: str, step: Entry) -> Entry:
    """The map with this question or leaf in the place of the one that has its key, else at the end."""
    steps = list(entry.get(part, ()))
    places = [place for place, each in enumerate(steps) if each.get("key") == step["key"]]
    steps[places[0] if places else len(steps) : places[0] + 1 if places else len(steps)] = [step]
    return {**entry, part: steps}


def without_step(entry: Mapping[str, Any], key: str) -> Entry:
    """The map without it. Whether something led there is for ``troubles`` to say."""
    kept = {part: [step for step in entry.get(part, ()) if step.get("key") != key] for part in _PARTS}
    return {**entry, **kept}


def owners_in(entry: Mapping[str, Any]) -> dict[str, str]:
    """Which team each end is for, by the end's key; empty where it is left to its topics."""
    return {leaf["key"]: leaf.get("owner_team", "") for leaf in entry.get("leaves", ())}


def new_key(entry: Mapping[str, Any], words: str) -> str:
    """A key that no step has, of the first words."""
    taken = [step.get("key") for part in _PARTS for step in entry.get(part, ())]
    return free(slugify(words)[:40].strip("-") or "step", taken)


def free(name: str, taken: Collection[Any]) -> str:
    """The name, or the name with the first number that nobody has."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
