"""The whole as one plain document, the same that a readable file holds. Pure: values in, values out.

An entry leaves out what has its default, so a field that the product gets later changes no digest of an old version.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playbook.maps.shape import normal_map
from playbook.words import alternatives

Document = dict[str, Any]
Entry = dict[str, Any]

EMPTY: Document = {"topics": [], "checklist": []}
TOPIC: Entry = {
    "slug": "",
    "name": "",
    "level": "",
    "area": "",
    "position": 0,
    "description": "",
    "owner_team": "",
    "reply_within": 240,
    "threshold": 10,
    "release_roles": [],
    "allows_standing_release": False,
    "pages_at_once": True,
    "is_life_safety": False,
    "raises_from_engagement": 0,
    "raises_from_reach": 0,
    "raises_to": "",
    "catches_from_engagement": 0,
    "catches_from_reach": 0,
    "is_retired": False,
}
RULE: Entry = {
    "name": "",
    "any_of": [],
    "all_of": [],
    "none_of": [],
    "expression": "",
    "points": 10,
    "is_stop": False,
    "language": "",
    "author_is": [],
    "min_followers": 0,
    "min_engagement": 0,
    "min_reach": 0,
    "min_repeats": 0,
    "within_hours": 24,
    "networks": [],
    "kinds": [],
    "tones": [],
    "min_severity": 0,
    "is_active": True,
}
PLAN: Entry = {
    "complaint": None,
    "public_answer": None,
    "internal_actions": None,
    "notify": [],
    "scenarios": [],
    "holding_names": 2,
}
SCENARIO: Entry = {"name": "", "complaint": "", "public_answer": "", "internal_actions": [], "notify": []}
LINE: Entry = {
    "slug": "",
    "wording": "",
    "position": 0,
    "levels": [],
    "area": "",
    "topics": [],
    "networks": [],
    "is_for_newcomers": False,
    "part": "whole",
    "kind": "human",
    "is_required": True,
    "is_retired": False,
}


def normal(
    topics: Iterable[Mapping[str, Any]],
    checklist: Iterable[Mapping[str, Any]],
    maps: Iterable[Mapping[str, Any]] = (),
) -> Document:
    """The one way to write these entries down: defaults left out, everything in its order.

    Without maps it says nothing of them: documents from before there were any keep their digest.
    """
    document = {
        "topics": sorted(map(normal_topic, topics), key=_place),
        "checklist": sorted(map(normal_line, checklist), key=_place),
    }
    kept = sorted(map(normal_map, maps), key=_place)
    return document | {"maps": kept} if kept else document


def normal_topic(topic: Mapping[str, Any]) -> Entry:
    """A topic's entry with its plan, if there is one, and its rules by name."""
    entry = _sparse(topic, TOPIC)
    if plan := topic.get("plan"):
        entry["plan"] = _sparse({**plan, "scenarios": [_sparse(one, SCENARIO) for one in _scenarios(plan)]}, PLAN)
    if rules := topic.get("rules"):
        entry["rules"] = sorted(map(normal_rule, rules), key=lambda rule: str(rule.get("name", "")))
    return entry


def normal_rule(rule: Mapping[str, Any]) -> Entry:
    """A rule's entry; words that are alternatives of each other stand as words of their own."""
    words = {key: _each(rule.get(key, ())) for key in ("any_of", "none_of")}
    each = (" | ".join(_each([entry])) for entry in rule.get("all_of", ()))
    words["all_of"] = list(dict.fromkeys(word for word in each if word))
    return _sparse({**rule, **words}, RULE)


def normal_line(line: Mapping[str, Any]) -> Entry:
    """A line of the checklist."""
    return _sparse({**line, "topics": sorted(line.get("topics", ()))}, LINE)


def full(entry: Mapping[str, Any], defaults: Entry) -> Entry:
    """The entry with its defaults written out."""
    return {name: entry.get(name, default) for name, default in defaults.items()}


def digest(document: Any) -> str:
    """Its SHA-256. The same content has the same digest, wherever it came from."""
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def found(entries: Iterable[Entry], slug: str) -> Entry | None:
    """The entry of this slug."""
    return next((entry for entry in entries if entry["slug"] == slug), None)


def with_topic(document: Document, slug: str, change: Callable[[Entry | None], Mapping[str, Any]]) -> Document:
    """The document with that topic changed, or added where it has none."""
    others = [topic for topic in document["topics"] if topic["slug"] != slug]
    return normal([*others, change(found(document["topics"], slug))], document["checklist"], maps_in(document))


def with_line(document: Document, slug: str, change: Callable[[Entry | None], Mapping[str, Any]]) -> Document:
    """The document with that line of the checklist changed, or added where it has none."""
    others = [line for line in document["checklist"] if line["slug"] != slug]
    return normal(document["topics"], [*others, change(found(document["checklist"], slug))], maps_in(document))


def with_map(document: Document, slug: str, change: Callable[[Entry | None], Mapping[str, Any]]) -> Document:
    """The document with that response map changed, or added where it has none."""
    others = [each for each in maps_in(document) if each["slug"] != slug]
    return normal(document["topics"], document["checklist"], [*others, change(found(maps_in(document), slug))])


def maps_in(document: Document) -> list[Entry]:
    """Its response maps; none in a document from before there were any."""
    return list(document.get("maps", ()))


def covering(document: Document, standing: Document) -> Document:
    """The document with what stands now and it does not know, retired: nothing is ever deleted."""
    kept = {}
    for name in ("topics", "checklist", "maps"):
        known = {entry["slug"] for entry in document.get(name, ())}
        gone = [entry for entry in standing.get(name, ()) if entry["slug"] not in known]
        kept[name] = [*document.get(name, ()), *({**entry, "is_retired": True} for entry in gone)]
    return normal(kept["topics"], kept["checklist"], kept["maps"])


def _sparse(entry: Mapping[str, Any], defaults: Entry) -> Entry:
    listed = {
        name: list(v) if isinstance(v := entry.get(name, default), tuple) else v for name, default in defaults.items()
    }
    return {name: value for name, value in listed.items() if value != defaults[name]}


def _scenarios(plan: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = plan.get("scenarios") or ()
    return found


def _each(entries: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for entry in entries for word in alternatives(entry)))


def _place(entry: Entry) -> tuple[int, str]:
    return entry.get("position", 0), entry["slug"]
