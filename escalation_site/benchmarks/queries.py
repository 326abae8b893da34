"""Counting what is asked of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class Count:
    """How many statements were sent."""

    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.sent += 1
        return execute(*given)


@contextmanager
def counted() -> Iterator[Count]:
    count = Count()
    with connection.execute_wrapper(count):
        yield count
