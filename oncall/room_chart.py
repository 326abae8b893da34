"""What came in, as a line. Pure: numbers in, coordinates out; the template draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 720, 150


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    points: str
    area: str
    usual_y: float
    top: int  # of the scale
    most: int
    now: int
    total: int
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(counted: Mapping[datetime, int], start: datetime, step: timedelta, steps: int, usual: float) -> Chart:
    """A point a step; the height is the most there was, and at least twice the usual."""
    counts = [counted.get(start + number * step, 0) for number in range(steps)]
    top = max(*counts, round(usual * 2), 4)
    placed = [
        (round(number * WIDTH / max(steps - 1, 1), 1), round(HEIGHT - count * HEIGHT / top, 1))
        for number, count in enumerate(counts)
    ]
    points = " ".join(f"{x},{y}" for x, y in placed)
    every = max(steps // 6, 1)
    ticks = tuple(Tick(placed[number][0], start + number * step) for number in range(0, steps, every))
    return Chart(
        points=points,
        area=f"0,{HEIGHT} {points} {WIDTH},{HEIGHT}",
        usual_y=round(HEIGHT - usual * HEIGHT / top, 1),
        top=top,
        most=max(counts),
        now=counts[-1],
        total=sum(counts),
        ticks=ticks,
    )
