"""Triage: which topics a message speaks of, how careful they make us, and why. Pure: no database, no clock.

Topics and rules go in once and become a ``Judge``; texts and facts go in and ``Verdict``s come out. Points are never
negative and rules of a topic add up, so one more rule can raise a level but never lower it. A rule's ``none_of`` words
silence that rule alone.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

import re2

from playbook import words
from playbook.conditions import fits
from playbook.patterns import Patterns
from playbook.specs import (
    LEVELS,
    NO_FACTS,
    NOTHING,
    THRESHOLD,
    Facts,
    Hit,
    Mark,
    RuleSpec,
    Suggestion,
    TopicSpec,
    Verdict,
)
from playbook.tone import Sound, sound_of

__all__ = [
    "LEVELS",
    "NO_FACTS",
    "THRESHOLD",
    "Facts",
    "Judge",
    "Mark",
    "RuleSpec",
    "Suggestion",
    "TopicSpec",
    "Verdict",
]

_SET_MEMORY = 64 << 20


class _Compiled:
    """A rule with numbers of patterns for words. Of each of ``groups`` one must be found."""

    __slots__ = ("asked_by", "groups", "has_conditions", "none_of", "points", "spec", "topic", "wanted")

    def __init__(self, topic: TopicSpec, spec: RuleSpec, groups: list[dict[int, str]], none_of: Iterable[int]) -> None:
        self.topic = topic
        self.spec = spec
        self.groups = [frozenset(group) for group in groups]
        self.none_of = frozenset(none_of)
        self.asked_by = frozenset(groups[0]) if groups else frozenset()  # without one of these it cannot speak
        self.wanted = {number: word for group in groups for number, word in group.items()}
        self.points = max(spec.points, 0)
        self.has_conditions = spec.has_facts or bool(spec.language or spec.networks or spec.kinds)

    def hit(self, found: frozenset[int], facts: Facts, sound: Sound | None) -> Hit | None:
        """What this rule says of a message in which these patterns were found."""
        if self.none_of and not self.none_of.isdisjoint(found):
            return None
        for group in self.groups:
            if group.isdisjoint(found):
                return None
        if self.has_conditions and not fits(self.spec, facts, sound):
            return None
        spoke = {self.wanted[number] for number in found if number in self.wanted}
        return Hit(self.spec.name, self.points, self.spec.is_stop, tuple(sorted(spoke)))


class Judge:
    """A playbook's topics and rules, compiled. Judging never raises and takes time linear in the text's length.

    ``problems`` names the rules left out because an expression cannot be compiled.
    """

    def __init__(self, topics: Iterable[TopicSpec], *, max_mem: int = _SET_MEMORY) -> None:
        self.problems: list[str] = []
        self._words = Patterns(max_mem)
        self._expressions = Patterns(max_mem)
        self._asked_by: defaultdict[int, list[_Compiled]] = defaultdict(list)
        self._always: list[_Compiled] = []  # rules that ask for no word
        self._needs_sound = False
        self.longest_look_back = 0  # hours of an author's earlier messages that some rule asks for
        for topic in topics:
            for spec in topic.rules:
                self._take(topic, spec)
        self._words.close()
        self._expressions.close()
        self._has_expressions = len(self._expressions) > 0

    def judge(self, text: str, facts: Facts = NO_FACTS) -> Verdict:
        """Which topics this message speaks of, the strictest first, each with its reasons."""
        found = self._found_in(text)
        if not found and not self._always:
            return NOTHING
        hits: dict[int, list[Hit]] = {}
        topics: dict[int, TopicSpec] = {}
        for rule, hit in self._speaking(text, found, facts):
            hits.setdefault(rule.topic.id, []).append(hit)
            topics[rule.topic.id] = rule.topic
        if not hits:
            return NOTHING
        weighed = [_weigh(topics[topic_id], those) for topic_id, those in hits.items()]
        if len(weighed) > 1:
            weighed.sort(key=_strictest_first)
        counting = tuple(filter(_counts, weighed))
        if len(counting) == len(weighed):
            return Verdict(counting)
        return Verdict(counting, tuple(itertools.filterfalse(_counts, weighed)))

    def judge_many(self, messages: Iterable[tuple[str, Facts]]) -> Iterator[Verdict]:
        """The verdicts on many messages, in their order, one at a time."""
        for text, facts in messages:
            yield self.judge(text, facts)

    def marks(self, text: str, facts: Facts = NO_FACTS) -> tuple[Mark, ...]:
        """Where in the text the words stand that made rules speak: in order, not overlapping, the strictest kept."""
        found = self._found_in(text)
        seen = {True: words.folded(text), False: words.plain(text)}
        places = {True: words.places_in_folded(text), False: words.places_in_plain(text)}
        marks = [
            _mark(places[number < 0], span, rule)
            for rule, _hit in self._speaking(text, found, facts)
            for number in rule.wanted
            if number in found
            for span in self._patterns(number).spans(abs(number), seen[number < 0])
        ]
        return _without_overlaps(marks)

    def _take(self, topic: TopicSpec, spec: RuleSpec) -> None:
        try:
            any_of = self._numbered(spec.any_of)
            if spec.expression:  # an expression's number is negative, so that both kinds fit one answer
                any_of[-self._expressions.number(words.expression_pattern(spec.expression))] = spec.expression
            all_of = [group for entry in spec.all_of if (group := self._numbered((entry,)))]
            groups = [*all_of, any_of] if any_of else all_of
            rule = _Compiled(topic, spec, groups, self._numbered(spec.none_of))
        except re2.error:
            self.problems.append(f"{topic.slug}: {spec.name}")
            return
        self._needs_sound |= spec.needs_sound
        self.longest_look_back = max(self.longest_look_back, spec.within_hours if spec.min_repeats else 0)
        for number in rule.asked_by:
            self._asked_by[number].append(rule)
        if not spec.has_words and spec.has_facts:
            self._always.append(rule)

    def _numbered(self, entries: Iterable[str]) -> dict[int, str]:
        each = (word for entry in entries for word in words.alternatives(entry))
        return {self._words.number(pattern): word for word in each if (pattern := words.word_pattern(word))}

    def _found_in(self, text: str) -> frozenset[int]:
        found = self._words.found_in(words.plain(text))
        if not self._has_expressions:
            return found
        return found.union(-number for number in self._expressions.found_in(words.folded(text)))

    def _patterns(self, number: int) -> Patterns:
        return self._expressions if number < 0 else self._words

    def _speaking(self, text: str, found: frozenset[int], facts: Facts) -> Iterator[tuple[_Compiled, Hit]]:
        sound = sound_of(text) if self._needs_sound else None
        asked = {id(rule): rule for number in found for rule in self._asked_by.get(number, ())}
        for rule in itertools.chain(asked.values(), self._always) if self._always else asked.values():
            if hit := rule.hit(found, facts, sound):
                yield rule, hit


def _weigh(topic: TopicSpec, hits: list[Hit]) -> Suggestion:
    if len(hits) > 1:
        hits.sort(key=lambda hit: (-hit.is_stop, -hit.points, hit.rule, hit.words))
    ordered, points = tuple(hits), sum(hit.points for hit in hits)
    return Suggestion(topic.id, topic.slug, topic.name, topic.level, points, topic.threshold, ordered)


def _counts(suggestion: Suggestion) -> bool:
    return suggestion.points >= suggestion.threshold or any(hit.is_stop for hit in suggestion.hits)


def _strictest_first(suggestion: Suggestion) -> tuple[int, int, str]:
    return (-LEVELS.index(suggestion.level), -suggestion.points, suggestion.topic_slug)


def _mark(places: list[int], span: tuple[int, int], rule: _Compiled) -> Mark:
    start, end = places[span[0]], places[span[1] - 1] + 1
    return Mark(start, end, rule.topic.level, rule.topic.id, rule.topic.name, rule.spec.name)


def _without_overlaps(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    taken = bytearray(max((mark.end for mark in marks), default=0))
    for mark in sorted(marks, key=_strictest_and_longest_first):
        if not any(taken[mark.start : mark.end]):
            kept.append(mark)
            taken[mark.start : mark.end] = b"x" * (mark.end - mark.start)
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _strictest_and_longest_first(mark: Mark) -> tuple[int, int, int, str]:
    return (-LEVELS.index(mark.level), mark.start - mark.end, mark.start, mark.rule)
