"""Pages of the product at several sizes, each size in a scratch place of its own, against the signed-in frame around
nothing."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.test import Client

from escalation_site.benchmarks.figures import Figure, Watch, percentile, percentiles
from escalation_site.benchmarks.queries import counted
from escalation_site.benchmarks.scratch import Talk, scratch

SHELL = "/bench/shell/"
FLOOR = "shell alone"
ROUNDS_AT_MOST = 400
WARM_UP = 8


@dataclass(frozen=True)
class Pages:
    """``bench`` is the name of the benchmark, ``cases`` its pages with the floor first, ``what`` its rows in words."""

    bench: str
    cases: tuple[str, ...]
    what: str

    def measure(self, rows: Sequence[int], seconds: int) -> Iterator[Figure]:
        """Each page is asked for at each size by turns, so that noise hits all alike."""
        with ExitStack() as stack:
            houses = {size: self._house(stack, size) for size in rows}
            told = {size: house.ask("how many queries") for size, house in houses.items()}
            took: dict[int, dict[str, list[float]]] = {size: {case: [] for case in self.cases} for size in rows}
            until = time.monotonic() + seconds * len(rows)
            for _ in range(ROUNDS_AT_MOST):
                for size, house in houses.items():
                    for case, ms in house.ask("once more").items():
                        took[size][case].append(ms)
                if time.monotonic() > until:
                    break
            for size in rows:
                yield from self._figures(size, took[size], told[size])
            if len(rows) > 1:
                yield from self._growth(took, told, min(rows), max(rows))

    def _house(self, stack: ExitStack, size: int) -> Talk:
        """A scratch place with so many rows, ready to answer."""
        place = stack.enter_context(scratch())
        talk = Talk(place, "bench", self.bench, "--in-scratch", "--rows", str(size))
        stack.callback(talk.end)
        return talk

    def _figures(self, size: int, took: dict[str, list[float]], told: dict[str, Any]) -> Iterator[Figure]:
        floor = percentile(took[FLOOR], 0.5)
        for case, times in took.items():
            against: dict[str, Any] = {}
            if case != FLOOR:
                against = {
                    "floor": "the p50 of the signed-in shell without its list, same process, by turns",
                    "ratio": round(percentile(times, 0.5) / floor, 2),
                }
            queries = told["queries"][case]
            yield Figure(self.bench, case, told["engine"], size, **percentiles(times), queries=queries, **against)

    def _growth(self, took: Any, told: Any, smallest: int, largest: int) -> Iterator[Figure]:
        for case in self.cases:
            small, large = (percentile(took[size][case], 0.95) for size in (smallest, largest))
            yield Figure(
                self.bench,
                f"{case}, growth of its p95",
                told[largest]["engine"],
                largest,
                p95_ms=round(large, 2),
                floor=f"the p95 of the same page at {smallest:,} {self.what}, by turns",
                ratio=round(large / small, 2),
            )


class Visitor(ABC):
    """A signed-in person going from page to page; a benchmark says with ``visit`` what each case asks for."""

    cases: tuple[str, ...] = (FLOOR,)

    def __init__(self, person: Any) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.force_login(person)

    @abstractmethod
    def visit(self, case: str) -> None:
        """Open the page of this case."""

    def queries(self) -> dict[str, int]:
        """The most that each page asked of the database, once everything is warm."""
        self.once()
        most = dict.fromkeys(self.cases, 0)
        for _ in range(WARM_UP):
            for case in self.cases:
                with counted() as count:
                    self._visit(case)
                most[case] = max(most[case], count.sent)
        return most

    def once(self) -> dict[str, float]:
        """How long each page took, in milliseconds."""
        took = {}
        for case in self.cases:
            watch = Watch()
            watch.time(partial(self._visit, case))
            took[case] = watch.took[0]
        return took

    def _visit(self, case: str) -> None:
        if case == FLOOR:
            self.get(SHELL)
        else:
            self.visit(case)

    def get(self, address: str) -> str:
        answer = self._client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
        return answer.content.decode()
