"""Whether what comes in is more, or worse, than usual. Pure: numbers in, a spike with its reasons out.

Usual is what came in the same hour of the same weekday in the weeks before, because a Monday morning is no crisis;
where there are no two such weeks, what came in the same hour of the days before. Medians, so that last week's crisis is
not this week's usual.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

LEAST = 20  # messages in an hour; fewer are never a crisis by their number
LEAST_NEGATIVE = 15
TIMES = 3  # as many as usual
DEVIATIONS = 4  # of a count that is usual
WORSE_BY = 0.25  # of all, more than usual
WITHOUT_PAST = 50  # in an hour, where nothing is known of the past


@dataclass(frozen=True, slots=True)
class Window:
    """What came in one hour, and how much of it was yellow or red."""

    count: int = 0
    negative: int = 0

    def __add__(self, other: "Window") -> "Window":
        return Window(self.count + other.count, self.negative + other.negative)

    @property
    def share(self) -> float:
        return self.negative / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """What is looked at together: a channel, a topic, or a topic on a channel. None: all of them."""

    brand: int
    channel: int | None = None
    topic: int | None = None

    def __str__(self) -> str:
        return f"{self.brand}:{self.channel or 0}:{self.topic or 0}"

    def overlaps(self, other: "Cut") -> bool:
        """Whether some message could be in both because of what they name."""
        is_same_channel = self.channel is not None and self.channel == other.channel
        is_same_topic = self.topic is not None and self.topic == other.topic
        return self.brand == other.brand and (is_same_channel or is_same_topic)


@dataclass(frozen=True, slots=True)
class Spike:
    cut: Cut
    now: Window
    usual: float
    is_more: bool
    is_worse: bool


def spike_in(cut: Cut, now: Window, *, weeks: Sequence[Window], days: Sequence[Window]) -> Spike | None:
    """The spike in this hour, if it is one. ``weeks`` and ``days`` hold the same hour of those before, as far back as
    anybody counted."""
    past = weeks if len(weeks) >= 2 else days
    usual = median(window.count for window in past) if past else 0.0
    usual_negative = median(window.negative for window in past) if past else 0.0
    usual_share = usual_negative / usual if usual else 0.0
    least = LEAST if past else WITHOUT_PAST
    is_more = now.count >= max(least, TIMES * usual, usual + DEVIATIONS * sqrt(usual + 1))
    is_worse = (
        bool(past)
        and now.negative >= max(LEAST_NEGATIVE, TIMES * usual_negative)
        and now.share >= usual_share + WORSE_BY
    )
    return Spike(cut, now, float(usual), is_more, is_worse) if is_more or is_worse else None


def cuts_of(counted: Mapping[tuple[int, int, int | None], Window]) -> dict[Cut, Window]:
    """By cut, from what was counted by brand, channel and topic: every channel, every topic, and both together."""
    found: defaultdict[Cut, Window] = defaultdict(Window)
    for (brand, channel, topic), window in counted.items():
        found[Cut(brand, channel)] += window
        if topic is not None:
            found[Cut(brand, None, topic)] += window
            found[Cut(brand, channel, topic)] += window
    return dict(found)


def widest(spikes: Iterable[Spike]) -> list[Spike]:
    """One of those that overlap: the one with the most messages, so that one crisis is proposed once."""
    chosen: list[Spike] = []
    ordered = sorted(spikes, key=lambda one: (-one.now.count, one.cut.channel is None, str(one.cut)))
    for spike in ordered:
        if not any(spike.cut.overlaps(other.cut) for other in chosen):
            chosen.append(spike)
    return chosen
