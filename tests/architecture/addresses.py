"""Every address of the product, found by asking the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

FOREIGN = ("allauth.", "django.")
OPERATORS = "operators/"
READING = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Address:
    """``route`` as it stands in urls.py, ``name`` with its namespaces; ``methods`` empty when the view takes any."""

    route: str
    name: str
    view: str
    methods: frozenset[str]

    @property
    def takes_post(self) -> bool:
        return not self.methods or bool(self.methods - READING)


def addresses() -> list[Address]:
    """The product's own addresses; those of the sign-in package and the operators' admin are theirs to test."""
    return [
        found
        for found in _walk(get_resolver().url_patterns, "", "")
        if not found.view.startswith(FOREIGN) and not found.route.startswith(OPERATORS)
    ]


def _walk(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, deeper)
        else:
            view = pattern.callback
            name = f"{space}{pattern.name}" if pattern.name else here
            yield Address(here, name, f"{view.__module__}.{view.__qualname__}", _methods(view))


def _methods(view: Any) -> frozenset[str]:
    """What a view answers: from its class, or from the ``require_…`` decorator that closed over the list."""
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is not None:
        return frozenset(name.upper() for name in view_class.http_method_names if hasattr(view_class, name))
    seen = view
    while seen is not None:
        for name, cell in zip(seen.__code__.co_freevars, seen.__closure__ or (), strict=True):
            if name == "request_method_list":
                return frozenset(cell.cell_contents)
        seen = getattr(seen, "__wrapped__", None)
    return frozenset()
