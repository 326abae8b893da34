"""How often triage was right: what it had said of a message against what a person decided about it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from connectors.rehearsal.connector import Rehearsal
from interactions.models import Judgement
from playbook.models import Topic

RANK = {"": 0, "green": 1, "yellow": 2, "red": 3}
LEVELS = ("red", "yellow", "green", "")
MOST_TOPICS = 10


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts by (what was proposed, what was decided). ``share`` figures are whole percents, None of nothing."""

    counts: dict[tuple[str, str], int]

    @property
    def judged(self) -> int:
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        return self._sum(lambda proposed, decided: proposed == decided)

    @property
    def over(self) -> int:
        """Stricter than it had to be."""
        return self._sum(lambda proposed, decided: RANK[proposed] > RANK[decided])

    @property
    def under(self) -> int:
        """Milder than it had to be, or silent."""
        return self._sum(lambda proposed, decided: RANK[proposed] < RANK[decided])

    @property
    def missed_red(self) -> int:
        """Red that no rule had seen."""
        return self._sum(lambda proposed, decided: decided == "red" != proposed)

    @property
    def shares(self) -> dict[str, int | None]:
        parts = {"right": self.right, "over": self.over, "under": self.under}
        return {name: percent(part, self.judged) for name, part in parts.items()}

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Each proposed level with how many were decided red, yellow and green."""
        return [(proposed, [self.counts.get((proposed, decided), 0) for decided in LEVELS[:3]]) for proposed in LEVELS]

    def _sum(self, is_meant: Callable[[str, str], bool]) -> int:
        return sum(count for pair, count in self.counts.items() if is_meant(*pair))


@dataclass(frozen=True, slots=True)
class OfTopic:
    """How one topic did: how often it was put on in vain, and how often it had to be put on by hand."""

    topic: Topic
    over: int
    under: int


@dataclass(frozen=True, slots=True)
class Report:
    rules: Accuracy
    opinion: Accuracy
    topics: list[OfTopic]


def percent(part: int, whole: int) -> int | None:
    """A share in whole percents."""
    return round(100 * part / whole) if whole else None


def flag_accuracy(brands: Collection[int], teams: Collection[int], since: datetime) -> Report:
    """Of what people of these brands judged since then, on what stands with these teams. Three queries.

    Only what a person confirmed or changed is counted: what nobody looked at says nothing about triage, nor does a
    drill.
    """
    rows = Judgement.objects.filter(brand__in=brands, judged_at__gte=since, interaction__team__in=teams).order_by()
    rows = rows.exclude(interaction__channel__network=Rehearsal.network)
    asked = rows.exclude(opinion_level="")
    other = rows.exclude(proposed_topic=F("decided_topic"))
    by_topic = other.values_list("proposed_topic", "proposed_level", "decided_topic", "decided_level")
    return Report(
        rules=_accuracy(rows.values_list("proposed_level", "decided_level").annotate(Count("pk"))),
        opinion=_accuracy(asked.values_list("opinion_level", "decided_level").annotate(Count("pk"))),
        topics=_topics(by_topic.annotate(Count("pk"))),
    )


def _accuracy(rows: Iterable[tuple[str, str, int]]) -> Accuracy:
    return Accuracy({(proposed, decided): count for proposed, decided, count in rows})


def _topics(rows: Iterable[tuple[int | None, str, int, str, int]]) -> list[OfTopic]:
    over: Counter[int] = Counter()
    under: Counter[int] = Counter()
    for proposed, was, decided, now, count in rows:
        if RANK[was] > RANK[now] and proposed is not None:
            over[proposed] += count
        elif RANK[was] < RANK[now]:
            under[decided] += count
    worst = [pk for pk, _count in (over + under).most_common(MOST_TOPICS)]
    topics = Topic.objects.in_bulk(worst)
    return [OfTopic(topics[pk], over[pk], under[pk]) for pk in worst]
