"""What was learned, and what it says of a message. Pure, numpy alone; the weights are read-only once they are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playbook.learning.features import Seen, seen_in
from playbook.triage import LEVELS, Verdict

NO_TOPIC = ""  # "this speaks of nothing of ours", learned like any topic
RULE_WEIGHT = 0.35  # a rule that spoke counts as much as a telling word of a short message
RED_FROM = 0.25  # a red opinion needs less certainty: what is missed costs more than what is looked at
_CLEARER = 4.0  # and stands out from what speaks of nothing
_MOST_WORDS = 6
_LEAST = 1e-6
_NONE = -1  # the rank of what is no topic of the taxonomy
Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Guess:
    """A topic the learner sees, how sure it is, and the words that weighed most."""

    topic_slug: str
    level: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Opinion:
    """Weights for each topic and each bucket of features, how telling each bucket is, and the version."""

    topics: tuple[str, ...]
    weights: Numbers
    rarity: Numbers
    version: int = 0

    def shares(self, seen: Sequence[Seen]) -> Numbers:
        """How sure it is of each topic, a row a message, each adding up to one."""
        if not seen:
            return np.zeros((0, len(self.topics)), np.float32)
        numbers = np.fromiter((number for one in seen for number in (*one.numbers, *one.rules)), np.int64)
        scales = np.concatenate([scales_of(one, self.rarity) for one in seen])
        lengths = [len(one.numbers) + len(one.rules) for one in seen]
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)
        return softmax(np.add.reduceat(self.weights[numbers] * scales[:, None], starts, axis=0))

    def guess(self, text: str, verdict: Verdict, levels: Mapping[str, str]) -> Guess | None:
        """What it sees in one message; None where it sees no topic. ``levels`` is the taxonomy: level by slug."""
        return next(self.guesses([(text, verdict)], levels))

    def guesses(self, messages: Iterable[tuple[str, Verdict]], levels: Mapping[str, str]) -> Iterator[Guess | None]:
        """The same for many, in their order. The words are named where it is stricter than the rules."""
        told = list(messages)
        seen = [seen_in(text, rules_in(verdict)) for text, verdict in told]
        ranks = np.array([LEVELS.index(levels[topic]) if topic in levels else _NONE for topic in self.topics])
        shares = self.shares(seen)
        places = _decided(shares, ranks).tolist()
        for (_text, verdict), one, row, place in zip(told, seen, shares, places, strict=True):
            if place < 0:
                yield None
                continue
            level = LEVELS[ranks[place]]
            is_stricter = verdict.level is None or LEVELS.index(level) > LEVELS.index(verdict.level)
            words = self._telling(one, place) if is_stricter else ()
            yield Guess(self.topics[place], level, round(float(row[place]), 3), words)

    def _telling(self, seen: Seen, place: int) -> tuple[str, ...]:
        lifts = self.weights[seen.numbers, place] - self.weights[seen.numbers].mean(axis=1)
        order = np.argsort(-lifts)[:_MOST_WORDS]
        return tuple(seen.words[i].strip("^$ ") for i in order if lifts[i] > 0 and not _is_manner(seen.words[i]))

    @cached_property
    def size(self) -> int:
        """Bytes in memory."""
        return int(self.weights.nbytes)


def rules_in(verdict: Verdict) -> list[str]:
    """The rules that spoke, those below their threshold too, as the learner knows them."""
    said = (*verdict.suggestions, *verdict.near_misses)
    return [f"{one.topic_slug}/{rule}" for one in said for rule in one.rules] + [f"{one.topic_slug}/" for one in said]


def scales_of(seen: Seen, rarity: Numbers) -> Numbers:
    """How much each feature of a message counts: words share one unit of length, the rare ones more of it than those of
    every message; rules stand beside them."""
    scales = np.full(len(seen.numbers) + len(seen.rules), RULE_WEIGHT, np.float32)
    telling = rarity[seen.numbers]
    scales[: len(seen.numbers)] = telling / max(float(np.vdot(telling, telling)), _LEAST) ** 0.5
    return scales


def softmax(scores: Numbers) -> Numbers:
    """Shares of one from scores, by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def _decided(shares: Numbers, ranks: Numbers) -> Numbers:
    """For each message the place of the topic it speaks for, -1 for none. First the level, by what all its topics have
    together; then the topic."""
    green, yellow, red = (shares[:, ranks == rank].sum(axis=1) for rank in range(len(LEVELS)))
    nothing = shares[:, ranks == _NONE].sum(axis=1)
    is_red = (red >= RED_FROM) & (red > _CLEARER * nothing)
    speaks = is_red | (np.maximum(np.maximum(green, yellow), red) > nothing)
    wanted = np.where(is_red, 2, np.where(yellow + red > green, 1, 0))
    best = np.where(ranks == wanted[:, None], shares, -1.0)
    return np.where(speaks & (best.max(axis=1) >= 0), best.argmax(axis=1), -1)


def _is_manner(word: str) -> bool:
    return word.startswith("manner:")
