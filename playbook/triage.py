"""Triage: which topics a message speaks of, how careful they make us, and why. Pure: no database, no clock.

Topics and rules go in once and become a ``Judge``; texts and facts go in and ``Verdict``s come out. Points are never
negative and rules of a topic add up, so one more rule can raise a level but never lower it. A rule's ``none_of`` words
silence that rule alone.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import re2

from playbook import words
from playbook.patterns import Patterns

LEVELS = ("green", "yellow", "red")
THRESHOLD = 10
_SET_MEMORY = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec:
    """One rule of a topic, as triage needs it. ``author_is`` and ``min_followers`` are alternatives of each other."""

    name: str
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    expression: str = ""
    points: int = THRESHOLD
    is_stop: bool = False
    language: str = ""
    author_is: tuple[str, ...] = ()
    min_followers: int = 0
    min_engagement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """One topic with its rules, as triage needs it."""

    id: int
    slug: str
    name: str
    level: str
    rules: tuple[RuleSpec, ...] = ()
    threshold: int = THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a message besides its words. ``author_is`` holds verified, press, employee, influencer."""

    followers: int = 0
    author_is: frozenset[str] = frozenset()
    engagement: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that spoke: its share of the points, and the words of the rule that were found."""

    rule: str
    points: int
    is_stop: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic the message speaks of, with the reasons."""

    topic_id: int
    topic_slug: str
    topic_name: str
    level: str
    points: int
    threshold: int
    hits: tuple[Hit, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that spoke, the weightiest first."""
        return tuple(hit.rule for hit in self.hits)

    @property
    def words(self) -> tuple[str, ...]:
        """The rules' words that were found, each once."""
        return tuple(dict.fromkeys(word for hit in self.hits for word in hit.words))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage proposes for one message: the strictest suggestion first; ``level`` is None when nothing speaks."""

    suggestions: tuple[Suggestion, ...] = ()
    near_misses: tuple[Suggestion, ...] = ()

    @property
    def level(self) -> str | None:
        """The strictest level suggested."""
        return self.suggestions[0].level if self.suggestions else None


NO_FACTS = Facts()
NOTHING = Verdict()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the original text that made a rule speak."""

    start: int
    end: int
    level: str
    topic_id: int
    topic_name: str
    rule: str


@dataclass
class _Compiled:
    """A rule with numbers of patterns for words. ``all_of`` holds groups, of each of which one must be found."""

    topic: TopicSpec
    spec: RuleSpec
    all_of: list[dict[int, str]]
    any_of: dict[int, str]
    none_of: frozenset[int]

    @property
    def asked_by(self) -> dict[int, str]:
        """Patterns without one of which this rule cannot speak."""
        return self.all_of[0] if self.all_of else self.any_of

    @cached_property
    def wanted(self) -> dict[int, str]:
        """Every pattern that makes it speak."""
        return {number: word for group in (*self.all_of, self.any_of) for number, word in group.items()}

    def hit(self, found: frozenset[int], facts: Facts) -> Hit | None:
        """What this rule says of a message in which these patterns were found."""
        if not found.isdisjoint(self.none_of) or not _fits(self.spec, facts):
            return None
        groups = [*self.all_of, self.any_of] if self.any_of else self.all_of
        if any(found.isdisjoint(group) for group in groups):
            return None
        spoke = sorted({word for number, word in self.wanted.items() if number in found})
        return Hit(self.spec.name, max(self.spec.points, 0), self.spec.is_stop, tuple(spoke))


def _fits(spec: RuleSpec, facts: Facts) -> bool:
    if spec.language and facts.language and spec.language != facts.language:
        return False
    if facts.engagement < spec.min_engagement:
        return False
    if not spec.author_is and not spec.min_followers:
        return True
    has_reach = 0 < spec.min_followers <= facts.followers
    return has_reach or not facts.author_is.isdisjoint(spec.author_is)


class Judge:
    """A playbook's topics and rules, compiled. Judging never raises and takes time linear in the text's length.

    ``problems`` names the rules left out because an expression cannot be compiled.
    """

    def __init__(self, topics: Iterable[TopicSpec], *, max_mem: int = _SET_MEMORY) -> None:
        self.problems: list[str] = []
        self._words = Patterns(max_mem)
        self._expressions = Patterns(max_mem)
        self._asked_by: defaultdict[int, list[_Compiled]] = defaultdict(list)
        for topic in topics:
            for spec in topic.rules:
                self._take(topic, spec)
        self._words.close()
        self._expressions.close()

    def judge(self, text: str, facts: Facts = NO_FACTS) -> Verdict:
        """Which topics this message speaks of, the strictest first, each with its reasons."""
        hits: defaultdict[int, list[Hit]] = defaultdict(list)
        topics: dict[int, TopicSpec] = {}
        for rule, hit in self._speaking(self._found_in(text), facts):
            hits[rule.topic.id].append(hit)
            topics[rule.topic.id] = rule.topic
        if not hits:
            return NOTHING
        weighed = sorted((_weigh(topics[topic_id], those) for topic_id, those in hits.items()), key=_strictest_first)
        return Verdict(tuple(filter(_counts, weighed)), tuple(itertools.filterfalse(_counts, weighed)))

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
            for rule, _hit in self._speaking(found, facts)
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
            rule = _Compiled(topic, spec, all_of, any_of, frozenset(self._numbered(spec.none_of)))
        except re2.error:
            self.problems.append(f"{topic.slug}: {spec.name}")
            return
        for number in rule.asked_by:
            self._asked_by[number].append(rule)

    def _numbered(self, entries: Iterable[str]) -> dict[int, str]:
        each = (word for entry in entries for word in words.alternatives(entry))
        return {self._words.number(pattern): word for word in each if (pattern := words.word_pattern(word))}

    def _found_in(self, text: str) -> frozenset[int]:
        found = self._words.found_in(words.plain(text))
        if not len(self._expressions):
            return found
        return found.union(-number for number in self._expressions.found_in(words.folded(text)))

    def _patterns(self, number: int) -> Patterns:
        return self._expressions if number < 0 else self._words

    def _speaking(self, found: frozenset[int], facts: Facts) -> Iterator[tuple[_Compiled, Hit]]:
        asked: set[int] = set()
        for number in found:
            for rule in self._asked_by.get(number, ()):
                if id(rule) not in asked:
                    asked.add(id(rule))
                    if hit := rule.hit(found, facts):
                        yield rule, hit


def _weigh(topic: TopicSpec, hits: list[Hit]) -> Suggestion:
    ordered = tuple(sorted(hits, key=lambda hit: (-hit.is_stop, -hit.points, hit.rule, hit.words)))
    points = sum(hit.points for hit in ordered)
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
