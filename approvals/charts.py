"""A line by week as SVG: numbers in, markup out. Pure.

Only presentation attributes, and no colour but that of the text around it, so that it holds under a strict content
security policy, in the dark, in forced colours and on paper. The page repeats the numbers as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 480, 180  # small, so that its words can still be read on a phone
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 28
LINES = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Point:
    """A share in percent under its label; None leaves a gap in the line."""

    label: str
    value: int | None


def share_chart(points: Sequence[Point], *, name: str, title: str, description: str, wanted: int | None) -> SafeString:
    """``name`` is an id no other thing on the page has; ``wanted`` draws a dashed line to reach."""
    return format_html(
        '<svg class="curve" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-about">'
        '<title id="{}-title">{}</title><desc id="{}-about">{}</desc>{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        name,
        name,
        name,
        title,
        name,
        description,
        format_html_join("", "{}", ((_line(value),) for value in LINES)),
        _wanted(wanted),
        format_html_join("", "{}", ((_run(run),) for run in _runs(points))),
        format_html_join("", "{}", ((_dot(spot),) for spot in _spots(points) if spot is not None)),
        format_html_join("", "{}", ((_label(points, at),) for at in _labelled(points))),
    )


def _x(index: int, number: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return LEFT + (room * index / (number - 1) if number > 1 else room / 2)


def _y(value: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(value, 0), 100) / 100)


def _line(value: int) -> SafeString:
    return format_html(
        '<path d="M{} {}H{}" stroke="currentColor" stroke-opacity=".15"/>'
        '<text x="{}" y="{}" font-size="13" text-anchor="end" fill="currentColor">{}%</text>',
        LEFT,
        f"{_y(value):.1f}",
        WIDTH - RIGHT,
        LEFT - 6,
        f"{_y(value) + 4:.1f}",
        value,
    )


def _wanted(value: int | None) -> SafeString:
    if value is None:
        return SafeString("")
    path = '<path d="M{} {}H{}" stroke="currentColor" stroke-dasharray="2 4" stroke-width="1.5"/>'
    return format_html(path, LEFT, f"{_y(value):.1f}", WIDTH - RIGHT)


def _spots(points: Sequence[Point]) -> list[tuple[float, float] | None]:
    number = len(points)
    return [None if point.value is None else (_x(at, number), _y(point.value)) for at, point in enumerate(points)]


def _runs(points: Sequence[Point]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in _spots(points):
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if len(run) > 1]


def _run(run: list[tuple[float, float]]) -> SafeString:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return format_html('<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/>', path)


def _dot(spot: tuple[float, float]) -> SafeString:
    x, y = spot
    return format_html('<circle cx="{}" cy="{}" r="3.5" fill="currentColor"/>', f"{x:.1f}", f"{y:.1f}")


def _labelled(points: Sequence[Point]) -> list[int]:
    """First, middle and last: more would run into one another on a phone."""
    return sorted({0, len(points) // 2, len(points) - 1}) if points else []


def _label(points: Sequence[Point], at: int) -> SafeString:
    anchor = "start" if at == 0 else "end" if at == len(points) - 1 else "middle"
    return format_html(
        '<text x="{}" y="{}" font-size="13" text-anchor="{}" fill="currentColor">{}</text>',
        f"{_x(at, len(points)):.1f}",
        HEIGHT - 6,
        anchor,
        points[at].label,
    )
