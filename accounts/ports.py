"""A port is a question a lower room asks and a higher room answers; ``escalation_site.wiring`` fills it at start."""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class EmptyPortError(RuntimeError):
    """A port was asked before anybody filled it: ``escalation_site.wiring`` forgot it."""


class Port(Generic[P, R]):
    """Declared with the shape of its question: ``sign_off: Port[[Draft], Requirement] = Port("sign_off")``."""

    declared: list["Port[Any, Any]"] = []

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: Callable[P, R] | None = None
        Port.declared.append(self)

    @property
    def is_filled(self) -> bool:
        return self._answer is not None

    def fill(self, answer: Callable[P, R]) -> None:
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._answer is None:
            raise EmptyPortError(f"Nobody answers the port “{self.name}”. Fill it in escalation_site/wiring.py.")
        return self._answer(*args, **kwargs)
