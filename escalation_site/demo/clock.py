"""The demo's day happens in the past: what the product says of itself when it is told that another hour has struck."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """In this process it is ``moment`` now, for whoever asks ``timezone.now()``.

    The command that loads the demo travels, alone in its process. The product itself takes no time of receipt from
    anybody: a parameter for it would be a way to forge one.
    """
    today = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = today
