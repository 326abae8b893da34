"""What changes from one map to another, in sentences. Pure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playbook.maps.shape import LEAF, MAP, Answer, Entry, Leaf, Map, Question, map_of

_LABELS = {
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("What it is for"),
    "source": gettext_lazy("Where it comes from"),
    "start": gettext_lazy("First question"),
    "key": gettext_lazy("key"),
    "title": gettext_lazy("what it says"),
    "action": gettext_lazy("what to do"),
    "outcome": gettext_lazy("how it ends"),
    "topics": gettext_lazy("topics"),
    "level": gettext_lazy("flag"),
    "owner_team": gettext_lazy("team"),
    "within": gettext_lazy("within, in minutes"),
    "look_again_in": gettext_lazy("look again in, in hours"),
}
_SAID_APART = {"slug", "position", "is_retired", "questions", "leaves"}


def map_sentences(before: Entry, after: Entry) -> Iterator[str]:
    """One a step that is new, gone or says something else."""
    for name in MAP:
        if name not in _SAID_APART and (old := before.get(name, "")) != (new := after.get(name, "")):
            yield _("%(what)s: %(before)s → %(after)s") % {
                "what": _LABELS[name],
                "before": old or _("none"),
                "after": new or _("none"),
            }
    old_map, new_map = map_of(before), map_of(after)
    for question in new_map.questions.values():
        yield from _of_question(old_map.questions.get(question.key), question, old_map, new_map)
    for leaf in new_map.leaves.values():
        yield from _of_leaf(old_map.leaves.get(leaf.key), leaf)
    for key in [*old_map.questions, *old_map.leaves]:
        if new_map.step(key) is None:
            yield _("Step “%(step)s”: taken away.") % {"step": _name(old_map.step(key))}


def _of_question(old: Question | None, new: Question, was: Map, is_: Map) -> Iterator[str]:
    if old is None:
        yield _("Question “%(step)s”: new.") % {"step": new.question}
    elif _led(old, was) != _led(new, is_) or old.hint != new.hint or old.question != new.question:
        yield _("Question “%(step)s”: %(answers)s") % {"step": new.question, "answers": "; ".join(_led(new, is_))}


def _of_leaf(old: Leaf | None, new: Leaf) -> Iterator[str]:
    if old is None:
        yield _("End “%(step)s”: new.") % {"step": new.title}
        return
    for name in LEAF:
        before, after = _plain(getattr(old, name)), _plain(getattr(new, name))
        if before != after:
            yield _("End “%(step)s”, %(what)s: %(before)s → %(after)s") % {
                "step": new.title,
                "what": _LABELS[name],
                "before": before or _("none"),
                "after": after or _("none"),
            }


def _led(question: Question, each: Map) -> list[str]:
    return [f"{answer.answer} → {_name(each.step(answer.to))}{_mark(answer)}" for answer in question.answers]


def _mark(answer: Answer) -> str:
    return f" ({_('inferred')})" if answer.is_inferred else ""


def _name(step: Question | Leaf | None) -> str:
    if step is None:
        return "?"
    return step.title if isinstance(step, Leaf) else step.question


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
