"""What changes from one document to another, in sentences. Pure: two documents in, sentences out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playbook.maps.comparing import map_sentences
from playbook.models import ChecklistItem, Level, Plan, Rule, Topic
from playbook.whole.document import LINE, PLAN, RULE, TOPIC, Document, Entry, full

_NOT_SAID = {"slug", "is_retired", "position"}
_WORDS = {"any_of", "all_of", "none_of"}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one topic, one line of the checklist or one response map. ``before`` and ``after`` are a topic's
    flags."""

    kind: str
    slug: str
    name: str
    sentences: tuple[str, ...]
    before: str = ""
    after: str = ""


def compare(old: Document, new: Document) -> list[Change]:
    """Every entry that differs, topics first, in the order of the newer document. Empty where nothing changes."""
    found = []
    for kind, name in (("topic", "topics"), ("line", "checklist"), ("map", "maps")):
        before = {entry["slug"]: entry for entry in old.get(name, ())}
        after = {entry["slug"]: entry for entry in new.get(name, ())}
        found += [
            _change(kind, slug, before.get(slug), after.get(slug))
            for slug in [*after, *(slug for slug in before if slug not in after)]
            if before.get(slug) != after.get(slug)
        ]
    return found


def differences(kind: str, before: Entry | None, after: Entry | None) -> list[str]:
    """The sentences for one entry; either may be missing."""
    if before is None or after is None:
        return [_("New.") if before is None else _("Not in it.")]
    if kind == "map":
        return [*_life(before, after), *map_sentences(before, after)]
    defaults = TOPIC if kind == "topic" else LINE
    return [*_life(before, after), *_fields(before, after, defaults, kind), *_parts(before, after)]


def _change(kind: str, slug: str, before: Entry | None, after: Entry | None) -> Change:
    shown = after or before or {}
    name = shown.get("name") or shown.get("wording") or slug
    flags = [entry.get("level", "") if entry and not entry.get("is_retired") else "" for entry in (before, after)]
    return Change(kind, slug, name, tuple(differences(kind, before, after)), *flags)


def _life(before: Entry, after: Entry) -> Iterator[str]:
    was, is_ = bool(before.get("is_retired")), bool(after.get("is_retired"))
    if was != is_:
        yield _("Retired.") if is_ else _("Comes back into use.")
    if before.get("position", 0) != after.get("position", 0):
        yield _("Stands at another place in the list.")


def _fields(before: Entry, after: Entry, defaults: Entry, kind: str) -> Iterator[str]:
    model: type[models.Model] = {"topic": Topic, "line": ChecklistItem, "plan": Plan, "rule": Rule}[kind]
    old, new = full(before, defaults), full(after, defaults)
    for name in defaults:
        if name in _NOT_SAID or old[name] == new[name]:
            continue
        label = _label(model, name)
        if name in _WORDS:
            yield from _words(label, old[name], new[name])
        else:
            yield _("%(what)s: %(before)s → %(after)s") % {
                "what": label,
                "before": _said(name, old[name]),
                "after": _said(name, new[name]),
            }


def _parts(before: Entry, after: Entry) -> Iterator[str]:
    old, new = before.get("plan"), after.get("plan")
    if bool(old) != bool(new):
        yield _("Plan: new.") if new else _("Plan: taken away.")
    elif old and new:
        yield from (_("Plan, %(sentence)s") % {"sentence": each} for each in _fields(old, new, PLAN, "plan"))
    rules = [{rule["name"]: rule for rule in entry.get("rules", ())} for entry in (before, after)]
    for name in dict.fromkeys([*rules[1], *rules[0]]):
        was, is_ = rules[0].get(name), rules[1].get(name)
        if was is None and is_ is not None:
            words = ", ".join([*is_.get("any_of", ()), *is_.get("all_of", ())][:10])
            yield _("Rule “%(rule)s”: new. %(words)s") % {"rule": name, "words": words}
        elif is_ is None:
            yield _("Rule “%(rule)s”: taken away.") % {"rule": name}
        elif was is not None:
            for sentence in _fields(was, is_, RULE, "rule"):
                yield _("Rule “%(rule)s”, %(sentence)s") % {"rule": name, "sentence": sentence}


def _words(label: str, old: list[str], new: list[str]) -> Iterator[str]:
    added, gone = [word for word in new if word not in old], [word for word in old if word not in new]
    for words, one, many in (
        (added, _("%(what)s: word added: %(words)s"), _("%(what)s: words added: %(words)s")),
        (gone, _("%(what)s: word taken away: %(words)s"), _("%(what)s: words taken away: %(words)s")),
    ):
        if words:
            yield ngettext(one, many, len(words)) % {"what": label, "words": ", ".join(words)}
    if not added and not gone:
        yield _("%(what)s: in another order") % {"what": label}


def _label(model: type[models.Model], name: str) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _said(name: str, value: Any) -> str:
    if name == "level":
        return str(Level(value).label) if value in Level.values else str(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none")
    if value in {"", None}:
        return _("none")
    said = str(value)
    return f"“{said}”" if isinstance(value, str) and " " in said else said
