"""Triage: which topics a message speaks of, how careful they make us, and why. Pure: no database, no clock.

Topics and rules go in once and become a ``Judge``; texts and facts go in and ``Verdict``s come out. Points are never
negative and rules of a topic add up, so one more rule can raise a level but never lower it. A rule's ``none_of`` words
silence that rule alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import re2

from playbook import words

LEVELS = ("green", "yellow", "red")
THRESHOLD = 10
_SET_MEMORY = 64 << 20
_MOST_MARKS = 200


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


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the original text that made a rule speak."""

    start: int
    end: int
    level: str
    topic_name: str
    rule: str


@dataclass(slots=True)
class _Compiled:
    """A rule with its words replaced by their numbers in the set."""

    topic: TopicSpec
    spec: RuleSpec
    any_of: dict[int, str] = field(default_factory=dict)
    all_of: dict[int, str] = field(default_factory=dict)
    none_of: frozenset[int] = frozenset()

    def hit(self, found: frozenset[int], facts: Facts) -> Hit | None:
        """What this rule says of a message in which these patterns were found."""
        if not found.issuperset(self.all_of) or not found.isdisjoint(self.none_of) or not self._fits(facts):
            return None
        spoke = [word for number, word in self.any_of.items() if number in found]
        if self.any_of and not spoke:
            return None
        return Hit(self.spec.name, max(self.spec.points, 0), self.spec.is_stop, (*self.all_of.values(), *spoke))

    def _fits(self, facts: Facts) -> bool:
        spec = self.spec
        if spec.language and facts.language and spec.language != facts.language:
            return False
        if facts.engagement < spec.min_engagement:
            return False
        if not spec.author_is and not spec.min_followers:
            return True
        has_reach = 0 < spec.min_followers <= facts.followers
        return has_reach or not facts.author_is.isdisjoint(spec.author_is)


class Judge:
    """A playbook's topics and rules, compiled. Judging never raises and takes time linear in the text's length."""

    def __init__(self, topics: Iterable[TopicSpec], *, max_mem: int = _SET_MEMORY) -> None:
        self.problems: list[str] = []
        self._numbers: dict[str, int] = {}
        self._singles: dict[int, re2._Regexp] = {}
        self._by_pattern: defaultdict[int, list[_Compiled]] = defaultdict(list)
        for topic in topics:
            for spec in topic.rules:
                self._take(topic, spec)
        self._sentinel = self._number("")
        self._patterns = list(self._numbers)
        self._set = self._build_set(max_mem)

    def judge(self, text: str, facts: Facts = Facts()) -> Verdict:  # noqa: B008 - frozen
        """Which topics this message speaks of, the strictest first, each with its reasons."""
        return self._verdict(self._find(words.fold(text)), facts)

    def judge_many(self, messages: Iterable[tuple[str, Facts]]) -> Iterator[Verdict]:
        """The verdicts on many messages, in their order, one at a time."""
        for text, facts in messages:
            yield self._verdict(self._find(words.fold(text)), facts)

    def marks(self, text: str, facts: Facts = Facts()) -> tuple[Mark, ...]:  # noqa: B008 - frozen
        """Where in the text the words stand that made rules speak: in order, not overlapping, the strictest kept."""
        folded = words.fold(text)
        found = self._find(folded)
        places = words.origins(text)
        marks = [
            Mark(places[start], places[end - 1] + 1, rule.topic.level, rule.topic.name, rule.spec.name)
            for rule, _hit in self._speaking(found, facts)
            for number in (*rule.all_of, *rule.any_of)
            if number in found
            for start, end in self._spans(number, folded)
        ]
        return _without_overlaps(marks)

    # --- compiling ---

    def _take(self, topic: TopicSpec, spec: RuleSpec) -> None:
        rule = _Compiled(topic, spec)
        try:
            rule.any_of = self._numbered(spec.any_of)
            rule.all_of = self._numbered(spec.all_of)
            rule.none_of = frozenset(self._numbered(spec.none_of))
            if spec.expression:
                rule.any_of[self._number(words.expression_pattern(spec.expression))] = spec.expression
        except re2.error:
            self.problems.append(f"{topic.slug}: {spec.name}")
            return
        for number in list(rule.all_of)[:1] or rule.any_of:  # one word that must be there is enough to ask the rule
            self._by_pattern[number].append(rule)

    def _numbered(self, entries: Sequence[str]) -> dict[int, str]:
        return {self._number(pattern): entry for entry in entries if (pattern := words.word_pattern(entry))}

    def _number(self, pattern: str) -> int:
        if pattern not in self._numbers:
            re2.compile(pattern, words.options())
            self._numbers[pattern] = len(self._numbers)
        return self._numbers[pattern]

    def _build_set(self, max_mem: int) -> re2.Set | None:
        built = re2.Set.SearchSet(words.options(max_mem))
        try:
            for pattern in self._patterns:
                built.Add(pattern)
            built.Compile()
        except re2.error:
            return None
        return built

    # --- judging ---

    def _find(self, folded: str) -> frozenset[int]:
        """Numbers of the patterns found. The empty sentinel is in every answer, so its absence means RE2 gave up."""
        found = frozenset(self._set.Match(folded) or ()) if self._set else frozenset()
        if self._sentinel in found:
            return found
        return frozenset(number for number in range(len(self._patterns)) if self._single(number).search(folded))

    def _speaking(self, found: frozenset[int], facts: Facts) -> Iterator[tuple[_Compiled, Hit]]:
        asked: set[int] = set()
        for number in found:
            for rule in self._by_pattern.get(number, ()):
                if id(rule) in asked:
                    continue
                asked.add(id(rule))
                if hit := rule.hit(found, facts):
                    yield rule, hit

    def _verdict(self, found: frozenset[int], facts: Facts) -> Verdict:
        hits: defaultdict[int, list[Hit]] = defaultdict(list)
        topics: dict[int, TopicSpec] = {}
        for rule, hit in self._speaking(found, facts):
            hits[rule.topic.id].append(hit)
            topics[rule.topic.id] = rule.topic
        if not hits:
            return Verdict()
        weighed = sorted((_weigh(topics[topic_id], those) for topic_id, those in hits.items()), key=_strictest_first)
        return Verdict(
            tuple(suggestion for suggestion in weighed if _counts(suggestion)),
            tuple(suggestion for suggestion in weighed if not _counts(suggestion)),
        )

    def _single(self, number: int) -> re2._Regexp:
        if number not in self._singles:
            self._singles[number] = re2.compile(self._patterns[number], words.options())
        return self._singles[number]

    def _spans(self, number: int, folded: str) -> Iterator[tuple[int, int]]:
        for count, match in enumerate(self._single(number).finditer(folded)):
            if count == _MOST_MARKS:
                return
            group = next((place for place in range(1, match.re.groups + 1) if match.span(place) != (-1, -1)), 0)
            start, end = match.span(group)
            if start < end:
                yield start, end


def _weigh(topic: TopicSpec, hits: list[Hit]) -> Suggestion:
    ordered = tuple(sorted(hits, key=lambda hit: (-hit.is_stop, -hit.points, hit.rule, hit.words)))
    points = sum(hit.points for hit in ordered)
    return Suggestion(topic.id, topic.slug, topic.name, topic.level, points, topic.threshold, ordered)


def _counts(suggestion: Suggestion) -> bool:
    return suggestion.points >= suggestion.threshold or any(hit.is_stop for hit in suggestion.hits)


def _strictest_first(suggestion: Suggestion) -> tuple[int, int, str]:
    return (-LEVELS.index(suggestion.level), -suggestion.points, suggestion.topic_slug)


def _without_overlaps(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (-LEVELS.index(mark.level), mark.start - mark.end, mark.start, mark.rule)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start)[:_MOST_MARKS])
