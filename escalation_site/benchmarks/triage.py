"""Triage: messages a second with few and with many rules, beside a bare RE2 set of the same patterns."""

import random
import time
from collections.abc import Callable, Iterator, Sequence

import re2

from escalation_site.benchmarks.figures import Figure, percentiles
from playbook.specs import LEVELS, NO_FACTS, RuleSpec, TopicSpec
from playbook.triage import Judge
from playbook.words import options, plain, word_pattern

ROWS = [50, 500, 5_000]  # rules
MESSAGES = 4_000
ROUNDS = 5  # ours and the floor take turns, so that noise hits both alike
TOPICS = 24
_BATCH = 200
_FLOOR = "Match of one RE2 set with the same patterns on the same texts, folded before the clock runs"
_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vor", "pel", "dun", "sha", "bri", "nok", "eu", "fi", "gam", "hol", "zet")
_OTHERS = ("an", "the", "si", "wel", "gro", "pat", "ly", "ing", "ush", "mor", "cla", "dee", "quo", "rup", "ti", "os")


def measure(rows: Sequence[int], _seconds: int) -> Iterator[Figure]:
    """For each number of rules; no database is asked."""
    for count in rows:
        yield from _measured(count)


def serve(rows: Sequence[int], seconds: int) -> Iterator[str]:
    """The same as lines."""
    yield from map(str, measure(rows, seconds))


def _measured(count: int) -> Iterator[Figure]:
    chance = random.Random(count)  # noqa: S311 - the same data in every run
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(3, 5))) for _ in range(2 * count)]
    topics = _topics(count, vocabulary, chance)
    texts = [_message(vocabulary, chance) for _ in range(MESSAGES)]
    judge, bare = Judge(topics), _bare_set(topics)
    folded = [plain(text) for text in texts]
    ours: list[float] = []
    floor: list[float] = []
    for _round in range(ROUNDS):
        ours += _timed(lambda text: judge.judge(text, NO_FACTS), texts)
        floor += _timed(bare.Match, folded)
    ours_per_second, floor_per_second = (ROUNDS * MESSAGES / sum(times) for times in (ours, floor))
    case = f"{count} rules"
    ratio = round(ours_per_second / floor_per_second, 3)
    each = [took / _BATCH for took in ours]
    yield Figure(
        "triage", case, "none", MESSAGES, round(ours_per_second, 1), **percentiles(each), floor=_FLOOR, ratio=ratio
    )
    each = [took / _BATCH for took in floor]
    yield Figure("triage", f"{case}: floor", "none", MESSAGES, round(floor_per_second, 1), **percentiles(each))


def _message(vocabulary: list[str], chance: random.Random) -> str:
    """Most words of a message stand in no rule; every other message holds one that does."""
    words = ["".join(chance.choices(_OTHERS, k=chance.randint(1, 4))) for _ in range(chance.randint(8, 40))]
    if chance.random() < 0.5:
        words[chance.randrange(len(words))] = chance.choice(vocabulary)
    return " ".join(words)


def _topics(count: int, vocabulary: list[str], chance: random.Random) -> list[TopicSpec]:
    """Rules of all kinds, over the topics by turns: single words, phrases, endings, with and without exceptions."""
    rules: list[list[RuleSpec]] = [[] for _ in range(TOPICS)]
    for number in range(count):
        first, second, third, other = chance.choices(vocabulary, k=4)
        any_of = (first, f"{second} {third}", f"{third}x*")
        none_of = (other,) if number % 5 == 0 else ()
        rules[number % TOPICS].append(RuleSpec(name=f"rule {number}", any_of=any_of, none_of=none_of))
    return [
        TopicSpec(id=place, slug=f"t{place}", name=f"T {place}", level=LEVELS[place % 3], rules=tuple(those))
        for place, those in enumerate(rules, start=1)
    ]


def _bare_set(topics: Sequence[TopicSpec]) -> re2.Set:
    built = re2.Set.SearchSet(options(64 << 20))
    words = {word for topic in topics for rule in topic.rules for word in (*rule.any_of, *rule.none_of)}
    for pattern in sorted(word_pattern(word) for word in words):
        built.Add(pattern)
    built.Compile()
    return built


def _timed(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Seconds of each batch, after a warm one."""
    for text in texts[:_BATCH]:
        work(text)
    took = []
    for start in range(0, len(texts), _BATCH):
        began = time.perf_counter()
        for text in texts[start : start + _BATCH]:
            work(text)
        took.append(time.perf_counter() - began)
    return took
