"""The inbox at several sizes, against the signed-in frame around nothing."""

import html
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from escalation_site.benchmarks import company
from escalation_site.benchmarks.figures import Figure, Watch, percentile, percentiles
from escalation_site.benchmarks.filling import Filler, settle
from escalation_site.benchmarks.queries import counted
from escalation_site.benchmarks.scratch import Talk, scratch

ROWS = [10_000, 1_000_000]
INBOX, SHELL = "/inbox/", "/bench/shell/"
FLOOR = "shell alone"
CASES = (FLOOR, "list page", "next page", "conversation page")
ROUNDS_AT_MOST = 400
WARM_UP = 8
_AFTER = re.compile(r'href="([^"]*[?;]after=[^"]*)"')
_ROW = re.compile(r'href="(/inbox/\d+/[^"]*)"')


def measure(rows: Sequence[int], seconds: int) -> Iterator[Figure]:
    """Every size in a scratch place of its own; each page is asked for at each size by turns, so that noise hits all
    alike."""
    with ExitStack() as stack:
        houses = {size: _house(stack, size) for size in rows}
        told = {size: house.ask("how many queries") for size, house in houses.items()}
        took: dict[int, dict[str, list[float]]] = {size: {case: [] for case in CASES} for size in rows}
        until = time.monotonic() + seconds * len(rows)
        for _ in range(ROUNDS_AT_MOST):
            for size, house in houses.items():
                for case, ms in house.ask("once more").items():
                    took[size][case].append(ms)
            if time.monotonic() > until:
                break
        for size in rows:
            yield from _figures(size, took[size], told[size])
        if len(rows) > 1:
            yield from _growth(took, told, min(rows), max(rows))


def _house(stack: ExitStack, size: int) -> Talk:
    """A scratch place with so many interactions, ready to answer."""
    place = stack.enter_context(scratch())
    talk = Talk(place, "bench", "inbox", "--in-scratch", "--rows", str(size))
    stack.callback(talk.end)
    return talk


def _figures(size: int, took: dict[str, list[float]], told: dict[str, Any]) -> Iterator[Figure]:
    floor = percentile(took[FLOOR], 0.5)
    for case, times in took.items():
        against: dict[str, Any] = {}
        if case != FLOOR:
            against = {
                "floor": "the p50 of the signed-in shell without its list, same process, by turns",
                "ratio": round(percentile(times, 0.5) / floor, 2),
            }
        queries = told["queries"][case]
        yield Figure("inbox", case, told["engine"], size, **percentiles(times), queries=queries, **against)


def _growth(took: Any, told: Any, smallest: int, largest: int) -> Iterator[Figure]:
    for case in CASES:
        small, large = (percentile(took[size][case], 0.95) for size in (smallest, largest))
        yield Figure(
            "inbox",
            f"{case}, growth of its p95",
            told[largest]["engine"],
            largest,
            p95_ms=round(large, 2),
            floor=f"the p95 of the same page at {smallest:,} interactions, by turns",
            ratio=round(large / small, 2),
        )


def serve(rows: Sequence[int], _seconds: int) -> Iterator[str]:
    """Within the scratch place: an answer for each line on standard input."""
    built = company.found()
    Filler(built, rows[0]).fill()
    settle()
    with override_settings(ROOT_URLCONF="escalation_site.benchmarks.shell"):
        visitor = Visitor(built.agent)
        told = {"engine": connection.vendor, "queries": visitor.queries()}
        for question in sys.stdin:
            yield json.dumps(told if question.startswith("how many") else visitor.once())


class Visitor:
    """An agent in the inbox, going from page to page and opening what stands there."""

    def __init__(self, agent: Any) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.force_login(agent)
        self._next = INBOX
        self._rows: list[str] = []

    def queries(self) -> dict[str, int]:
        """The most that each page asked of the database, once everything is warm."""
        self.once()
        most = dict.fromkeys(CASES, 0)
        for _ in range(WARM_UP):
            for case in CASES:
                with counted() as count:
                    self._visit(case)
                most[case] = max(most[case], count.sent)
        return most

    def once(self) -> dict[str, float]:
        """How long each page took, in milliseconds."""
        took = {}
        for case in CASES:
            watch = Watch()
            watch.time(partial(self._visit, case))
            took[case] = watch.took[0]
        return took

    def _visit(self, case: str) -> None:
        if case == FLOOR:
            self._get(SHELL)
        elif case == "conversation page":
            self._get(self._rows.pop())
        else:
            self._list(INBOX if case == "list page" else self._next)

    def _list(self, address: str) -> None:
        page = self._get(address)
        following = _AFTER.search(page)
        self._next = html.unescape(following[1]) if following else INBOX
        self._rows = [html.unescape(found) for found in _ROW.findall(page)]

    def _get(self, address: str) -> str:
        answer = self._client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
        return answer.content.decode()
