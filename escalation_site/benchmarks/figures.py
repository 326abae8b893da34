"""A figure of a benchmark, and the two ways it is printed."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """``floor`` says what it was measured against, ``ratio`` is ours to that; what does not apply is None."""

    bench: str
    case: str
    engine: str
    rows: int | None = None
    per_second: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    queries: int | None = None
    floor: str | None = None
    ratio: float | None = None

    @classmethod
    def read(cls, line: str) -> "Figure":
        return cls(**json.loads(line))

    def __str__(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


class Watch:
    """Times calls, in milliseconds."""

    def __init__(self) -> None:
        self.took: list[float] = []

    def time(self, call: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        answer = call()
        self.took.append((time.perf_counter() - started) * 1000)
        return answer

    @property
    def seconds(self) -> float:
        return sum(self.took) / 1000


def percentile(took: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed."""
    ranked = sorted(took)
    return ranked[max(0, -int(-len(ranked) * share // 1) - 1)]


def percentiles(took: Sequence[float]) -> dict[str, Any]:
    """As a figure takes them."""
    return {f"p{share}_ms": round(percentile(took, share / 100), 2) for share in (50, 95, 99)}


_COLUMNS = ("rows", "per_second", "p50_ms", "p95_ms", "p99_ms", "queries", "ratio")


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """Lines a person reads: a head, a line for each figure, and under it what it was measured against."""
    yield f"{'case':<44}" + "".join(f"{column.replace('_', ' '):>12}" for column in _COLUMNS)
    for figure in figures:
        yield f"{figure.case:<44}" + "".join(f"{_said(getattr(figure, column)):>12}" for column in _COLUMNS)
        if figure.floor:
            yield f"    against {figure.floor}"


def _said(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"
