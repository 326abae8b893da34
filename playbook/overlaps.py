"""What is wrong between rules, seen without any message: rules that can never speak, words that one rule repeats,
and words by which two topics are suggested at once. Pure, in time linear in the words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from playbook.patterns import Patterns
from playbook.specs import LEVELS, RuleSpec, TopicSpec
from playbook.words import alternatives, plain, word_pattern

_MEMORY = 64 << 20
_Owned = tuple[TopicSpec, RuleSpec, str]


class Kind(StrEnum):
    """What kind of trouble it is; the gravest first."""

    DEAD = "dead"  # the rule can never make its topic suggested
    CONFLICT = "conflict"  # the same words suggest topics of different levels
    OVERLAP = "overlap"  # the same words suggest two topics of one level
    REPEATED = "repeated"  # another word of the rule finds it already


class Reason(StrEnum):
    """Why it is one."""

    ASKS_NOTHING = "asks_nothing"
    NO_POINTS = "no_points"
    TOO_FEW_POINTS = "too_few_points"
    SILENCES_ITSELF = "silences_itself"
    FOUND_ALREADY = "found_already"
    BOTH_TOPICS = "both_topics"
    STRICTER_COUNTS = "stricter_counts"


_SENTENCES: dict[Reason, StrPromise] = {
    Reason.ASKS_NOTHING: _("It asks for nothing."),
    Reason.NO_POINTS: _("It gives no points and does not decide alone."),
    Reason.TOO_FEW_POINTS: _("All rules of the topic together stay below its threshold."),
    Reason.SILENCES_ITSELF: _("The words it must not hold are the words it looks for."),
    Reason.FOUND_ALREADY: _("Another of its words finds these already."),
    Reason.BOTH_TOPICS: _("Both topics are suggested by these words."),
    Reason.STRICTER_COUNTS: _("These words suggest %(milder)s and %(stricter)s: %(stricter)s counts."),
}
_LEVELS = {"green": _("green"), "yellow": _("yellow"), "red": _("red")}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to look at: a rule of a topic, the other one where there is one, and the words it is about. ``levels``
    are those of the two topics where they differ, the milder first."""

    kind: Kind
    topic: str
    rule: str
    reason: Reason
    other_topic: str = ""
    other_rule: str = ""
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reason in the reader's language: troubles are kept for all of them."""
        names = dict(zip(("milder", "stricter"), (_LEVELS[level] for level in self.levels), strict=False))
        return str(_SENTENCES[self.reason]) % names


def troubles(topics: Sequence[TopicSpec]) -> list[Trouble]:
    """All of them, the gravest first, in an order that does not depend on that of the rules."""
    found = [trouble for topic in topics for rule in topic.rules for trouble in _dead(topic, rule)]
    found += _between(topics)
    return sorted(set(found), key=lambda trouble: (list(Kind).index(trouble.kind), *_place(trouble)))


def _place(trouble: Trouble) -> tuple[str, ...]:
    return (trouble.topic, trouble.rule, trouble.other_topic, trouble.other_rule, trouble.reason)


def _dead(topic: TopicSpec, rule: RuleSpec) -> Iterator[Trouble]:
    if not rule.has_words and not rule.has_facts:
        yield Trouble(Kind.DEAD, topic.slug, rule.name, Reason.ASKS_NOTHING)
    if rule.points <= 0 and not rule.is_stop:
        yield Trouble(Kind.DEAD, topic.slug, rule.name, Reason.NO_POINTS)
    elif not rule.is_stop and _most_points(topic) < topic.threshold:
        yield Trouble(Kind.DEAD, topic.slug, rule.name, Reason.TOO_FEW_POINTS)
    silenced = frozenset(_plain_words(rule.none_of))
    groups = [_plain_words((entry,)) for entry in rule.all_of] + ([_plain_words(rule.any_of)] if rule.any_of else [])
    if any(group and group.keys() <= silenced for group in groups) and not rule.expression:
        yield Trouble(Kind.DEAD, topic.slug, rule.name, Reason.SILENCES_ITSELF)


def _most_points(topic: TopicSpec) -> int:
    return sum(max(rule.points, 0) for rule in topic.rules)


def _between(topics: Sequence[TopicSpec]) -> Iterator[Trouble]:
    """Every word is asked of the pattern of every other, all at once."""
    owners: defaultdict[int, list[_Owned]] = defaultdict(list)
    patterns = Patterns(_MEMORY)
    for topic in topics:
        for rule in topic.rules:
            if not rule.all_of:  # with a second group the word alone decides nothing
                for word in _plain_words(rule.any_of).values():
                    owners[patterns.number(word_pattern(word))].append((topic, rule, word))
    patterns.close()
    met: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for own in [each for owned in owners.values() for each in owned]:
        for number in patterns.found_in(plain(own[2].replace("*", "").replace("~", ""))):
            for other in owners.get(number, ()):
                if pair := _pair(own, other):
                    met[pair].add(own[2])
    level_of = {topic.slug: topic.level for topic in topics}
    yield from (_met(key, words, level_of) for key, words in met.items())


def _pair(own: _Owned, other: _Owned) -> tuple[str, ...] | None:
    """The two rules that a word of one and a word of the other bring together; None for one and the same."""
    (topic, rule, word), (other_topic, other_rule, other_word) = own, other
    if rule is other_rule:
        return (topic.slug, rule.name) if word != other_word else None
    if topic.slug == other_topic.slug:
        return None
    (slug, name), (other_slug, other_name) = sorted([(topic.slug, rule.name), (other_topic.slug, other_rule.name)])
    return (slug, name, other_slug, other_name)


def _met(key: tuple[str, ...], words: set[str], level_of: dict[str, str]) -> Trouble:
    named = tuple(sorted(words))
    if len(key) == 2:
        return Trouble(Kind.REPEATED, *key, Reason.FOUND_ALREADY, words=named)
    topic, rule, other_topic, other_rule = key
    levels = tuple(sorted({level_of[topic], level_of[other_topic]}, key=LEVELS.index))
    if len(levels) == 1:
        return Trouble(Kind.OVERLAP, topic, rule, Reason.BOTH_TOPICS, other_topic, other_rule, named)
    return Trouble(Kind.CONFLICT, topic, rule, Reason.STRICTER_COUNTS, other_topic, other_rule, named, levels)


def _plain_words(entries: Iterable[str]) -> dict[str, str]:
    """The words of entries that can be found, by what they are in a plain text."""
    words = (word for entry in entries for word in alternatives(entry) if word_pattern(word))
    return {plain(word).strip() + "*" * word.endswith("*"): word for word in words}
