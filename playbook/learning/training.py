"""Learning topics from decided messages: softmax regression by AdaGrad over hashed features. Pure and repeatable.

The same examples give the same weights. A shipped sample counts less than what people of the brand decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from playbook.learning.features import BUCKETS, Seen, seen_in
from playbook.learning.opinion import NO_TOPIC, Opinion, rules_in, scales_of, softmax
from playbook.triage import Judge

ROUNDS = 14
_STEP = 1.0
_SHRINK = 0.012  # of each weight, a round
_SAMPLE_COUNTS = 0.35  # beside decisions of people
_NOTHING_COUNTS = 2.0  # what is none of ours is most of the world, and little of what people decide
_FEWEST_DECISIONS = 200  # below that the sample counts fully
_SEED = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A message and the topic it was decided to be about; ``NO_TOPIC`` for none."""

    text: str
    topic: str
    is_sample: bool = False


class _Lesson(NamedTuple):
    """A message as the descent takes it: places of its features, how much each counts, its topic, its worth."""

    features: np.ndarray
    scales: np.ndarray
    topic: int
    worth: float


def train(examples: Sequence[Example], judge: Judge, *, version: int = 0, rounds: int = ROUNDS) -> Opinion:
    """Learn from these; raises ValueError for fewer than two topics, which teach nothing."""
    topics = tuple(sorted({example.topic for example in examples}))
    if len(topics) < 2:
        raise ValueError("Messages of at least two topics are needed to learn from.")
    seen = [seen_in(example.text, rules_in(judge.judge(example.text))) for example in examples]
    used, compact = _compacted(seen)
    rarity = _rarity(seen)
    lessons = [
        _Lesson(features, scales_of(one, rarity), topics.index(example.topic), worth)
        for features, one, example, worth in zip(compact, seen, examples, _worth(examples), strict=True)
    ]
    learned = _descend(lessons, (len(used), len(topics)), rounds)
    weights = np.zeros((BUCKETS, len(topics)), np.float32)
    weights[used] = learned
    weights.setflags(write=False)
    return Opinion(topics, weights, rarity, version)


def _rarity(seen: Sequence[Seen]) -> np.ndarray:
    """For each bucket the root of the logarithm of how few messages it stands in; one that stands in none is rarest."""
    counts = np.bincount([number for one in seen for number in one.numbers], minlength=BUCKETS)
    rarity = np.sqrt(np.log((2 + len(seen)) / (1 + counts))).astype(np.float32)
    rarity.setflags(write=False)
    return rarity


def _compacted(seen: Sequence[Seen]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The buckets in use, and each message's features as places among them."""
    lists = [np.array([*one.numbers, *one.rules], np.int64) for one in seen]
    used, places = np.unique(np.concatenate(lists), return_inverse=True)
    return used, np.split(places, np.cumsum([len(one) for one in lists])[:-1])


def _worth(examples: Sequence[Example]) -> list[float]:
    decided = sum(not example.is_sample for example in examples)
    of_sample = _SAMPLE_COUNTS if decided >= _FEWEST_DECISIONS else 1.0
    return [
        (of_sample if example.is_sample else 1.0) * (_NOTHING_COUNTS if example.topic == NO_TOPIC else 1.0)
        for example in examples
    ]


def _descend(lessons: Sequence[_Lesson], shape: tuple[int, int], rounds: int) -> np.ndarray:
    weights = np.zeros(shape, np.float32)
    slopes = np.full(shape, 0.05, np.float32)
    order = np.random.default_rng(_SEED)
    for _round in range(rounds):
        for number in order.permutation(len(lessons)):
            lesson = lessons[number]
            miss = softmax(lesson.scales @ weights[lesson.features])
            miss[lesson.topic] -= 1
            slope = lesson.scales[:, None] * (miss * np.float32(lesson.worth))
            slopes[lesson.features] += slope * slope
            weights[lesson.features] -= _STEP * slope / np.sqrt(slopes[lesson.features])
        weights *= 1 - _SHRINK
    return weights
