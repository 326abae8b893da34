"""What is wrong with a map, in sentences: dead ends, circles, leaves without action, owner or time. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from playbook.maps.known import Known
from playbook.maps.shape import LEVELS, OUTCOMES, Leaf, Map, Question, map_of

MOST_STEPS = 80
MOST_ANSWERS = 8
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Trouble:
    """``key`` is the step it is about, empty for the whole map."""

    key: str
    sentence: str


def troubles(entry: Mapping[str, Any], known: Known) -> list[Trouble]:
    """Everything that keeps a map from being walked to an end that says who does what by when. Empty when it is fit."""
    keys = [step.get("key", "") for part in ("questions", "leaves") for step in entry.get(part, ())]
    if len(keys) > MOST_STEPS:
        return [Trouble("", _("%(count)d steps are more than anybody walks: split the map.") % {"count": len(keys)})]
    found = [Trouble(key, _("Two steps have the key “%(key)s”.") % {"key": key}) for key in _twice(keys)]
    each = map_of(entry)
    if each.step(each.start) is None:
        found.append(Trouble("", _("It begins nowhere: say which step is the first.")))
    for question in each.questions.values():
        found += _of_question(question, each)
    for leaf in each.leaves.values():
        found += _of_leaf(leaf, known)
    return found + [Trouble(key, _("This way leads back to itself: nobody gets out.")) for key in circles(each)]


def unreached_steps(each: Map) -> list[str]:
    """Keys of steps that no way leads to. No trouble: they are in nobody's way."""
    reached, waiting = set(), [each.start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            question = each.questions.get(key)
            waiting += [answer.to for answer in question.answers] if question else []
    return [key for key in [*each.questions, *each.leaves] if key not in reached]


def circles(each: Map) -> list[str]:
    """Keys of questions from which a way leads back to themselves, each circle by its first."""
    done: set[str] = set()
    found: list[str] = []
    for start in each.questions:
        open_: list[str] = [start]
        way: list[str] = []
        while open_:
            key = open_.pop()
            if key == "":  # everything behind the last of the way was looked at
                done.add(way.pop())
            elif key in way:
                found += [] if key in found else [key]
            elif key in each.questions and key not in done:
                way.append(key)
                open_ += ["", *(answer.to or "-" for answer in each.questions[key].answers)]
    return found


def _of_question(question: Question, each: Map) -> Iterator[Trouble]:
    def trouble(sentence: str) -> Trouble:
        return Trouble(question.key, sentence)

    if not question.question.strip():
        yield trouble(_("The question says nothing."))
    words = [answer.answer.strip() for answer in question.answers]
    if not 2 <= len(words) <= MOST_ANSWERS:
        yield trouble(_("A question has two to %(most)d answers.") % {"most": MOST_ANSWERS})
    if "" in words or len(set(words)) < len(words):
        yield trouble(_("Every answer has words of its own."))
    if max(map(len, [question.question, question.hint, *words]), default=0) > LONGEST:
        yield trouble(_("Keep it under %(most)d characters.") % {"most": LONGEST})
    for answer in question.answers:
        if each.step(answer.to) is None:
            yield trouble(_("“%(answer)s” leads nowhere.") % {"answer": answer.answer[:60]})


def _of_leaf(leaf: Leaf, known: Known) -> Iterator[Trouble]:
    sentences = [*_of_topics(leaf, known), *_of_words(leaf), *_of_terms(leaf, known)]
    return (Trouble(leaf.key, sentence) for sentence in sentences)


def _of_topics(leaf: Leaf, known: Known) -> Iterator[str]:
    for slug in leaf.topics:
        topic = known.topics.get(slug)
        if topic is None:
            yield _("There is no topic %(slug)s.") % {"slug": slug[:60]}
        elif topic.is_retired:
            yield _("The topic %(name)s is retired.") % {"name": topic.name}


def _of_words(leaf: Leaf) -> Iterator[str]:
    if not leaf.title.strip() or not leaf.action.strip():
        yield _("Say what to do here.")
    if max(len(leaf.title), len(leaf.action)) > LONGEST:
        yield _("Keep it under %(most)d characters.") % {"most": LONGEST}


def _of_terms(leaf: Leaf, known: Known) -> Iterator[str]:
    """How it ends, as what, whose it is, by when."""
    if leaf.outcome not in OUTCOMES:
        yield _("Say how it ends: answered, escalated, monitored or left alone.")
    if known.level_of(leaf) not in LEVELS:
        yield _("Choose a topic, or green, yellow or red.")
    owners = known.owners_of(leaf)
    if not all(owners):
        yield _("Say which team this is for: neither this nor its topic does.")
    for slug in owners if known.teams is not None else ():
        if slug and slug not in (known.teams or ()):
            yield _("There is no team %(slug)s in this brand.") % {"slug": slug[:60]}
    if known.within_of(leaf) <= 0:
        yield _("Say within which time.")
    if leaf.outcome == "monitor" and leaf.look_again_in <= 0:
        yield _("What is monitored is looked at again: say in how many hours.")


def _twice(keys: list[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})
