"""Paging: from the commit of a red flag to the moment the page stands at the other side, against an empty task."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection

from audit.models import Delivery
from connectors.models import Channel
from escalation_site.benchmarks import company, finished
from escalation_site.benchmarks.broker import end, own_broker, running
from escalation_site.benchmarks.crises import Crises
from escalation_site.benchmarks.figures import Figure, percentile, percentiles
from escalation_site.benchmarks.messages import Writer
from escalation_site.benchmarks.peer import Peer
from escalation_site.benchmarks.scratch import scratch
from escalation_site.supervision.parts import parts
from interactions.models import Interaction, Reply
from oncall.heartbeats import is_stale

ROWS = [200]
WARM_UP = 5
LONGEST_PAUSE = 0.15
BACKFILL_RATE = 6_000  # messages a second that the file must last for
FLOOR = "the p99 of an empty Celery task published by the same nudge and run by the same worker, by turns"
FLOOR_BEFORE = "the p99 of the empty Celery task while Redis was up and nothing else to do"


def measure(rows: Sequence[int], seconds: int) -> Iterator[Figure]:
    """For each number of red flags, all cases in one scratch place, with real workers."""
    for flags in rows:
        with scratch() as place:
            given = ("bench", "paging", "--in-scratch", "--rows", str(flags), "--seconds", str(seconds))
            yield from map(Figure.read, place.run(*given))


def serve(rows: Sequence[int], seconds: int) -> Iterator[str]:
    """Within the scratch place: the figures as lines."""
    built = company.found()
    Delivery.objects.all().delete()  # of its founding
    yield from map(str, finished.costs(built, rows[0]))
    with Peer().listening() as peer, own_broker() as broker:
        crises = Crises(built, peer)
        with _parts("worker", "pages", "sweeper"):
            _by_turns(crises, WARM_UP, seconds)
            idle = _by_turns(crises, rows[0], seconds)
            yield from _both("Redis up, nothing else to do", *idle)
            with _ingesting(built.channels[0], seconds) as ingested:
                _by_turns(crises, WARM_UP, seconds)
                before, started = ingested(), time.monotonic()
                busy = _by_turns(crises, rows[0], seconds)
                rate = (ingested() - before) / (time.monotonic() - started)
            yield from _both("Redis up, ingest at full rate", *busy)
            yield str(Figure("paging", "ingest meanwhile", connection.vendor, per_second=round(rate, 1)))
        end(broker)
        with _parts("sweeper"):
            crises.took(crises.raise_red())  # it sweeps
            yield str(_figure("Redis down, the sweep alone", _swept(crises, rows[0], seconds), FLOOR_BEFORE, idle[1]))


def _by_turns(crises: Crises, rows: int, seconds: int) -> tuple[list[float], list[float]]:
    """How long pages and empty tasks took, one after the other, so that noise hits both alike."""
    took: list[float] = []
    empty: list[float] = []
    until = time.monotonic() + seconds
    while len(took) < rows and time.monotonic() < until:
        empty.append(crises.took(crises.send_empty()))
        took.append(crises.took(crises.raise_red()))
    return took, empty


def _swept(crises: Crises, rows: int, seconds: int) -> list[float]:
    """Flags at any moment between two sweeps; nobody waits for the one before."""
    draw = random.Random(7)  # noqa: S311 - the same every time is what is wanted
    pause = min(seconds / rows, LONGEST_PAUSE)
    raised = []
    for _ in range(rows):
        raised.append(crises.raise_red())
        time.sleep(pause * (0.5 + draw.random()))
    return [crises.took(one) for one in raised]


def _both(case: str, took: list[float], empty: list[float]) -> Iterator[str]:
    yield str(_figure(case, took, FLOOR, empty))
    yield str(Figure("paging", f"{case}: empty task", connection.vendor, len(empty), **percentiles(empty)))


def _figure(case: str, took: list[float], floor: str, empty: list[float]) -> Figure:
    ratio = round(percentile(took, 0.99) / percentile(empty, 0.99), 2)
    return Figure("paging", case, connection.vendor, len(took), **percentiles(took), floor=floor, ratio=ratio)


@contextmanager
def _parts(*names: str) -> Iterator[None]:
    """The product's own parts, ready; the workers know the empty task too."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        for part in parts(listener, settings.SITE_URL, is_demo=False):
            if part.name not in names:
                continue
            if part.name == "sweeper":
                part.is_ready = lambda: not is_stale("pages")  # no web server is there to ask
            else:
                part.command = [*part.command, "--include", "escalation_site.benchmarks.tasks"]
            stack.enter_context(running(part))
        yield


@contextmanager
def _ingesting(channel: Channel, seconds: int) -> Iterator[Callable[[], int]]:
    """A back-fill by ``manage.py ingest`` at full rate; what is yielded counts the messages taken so far."""
    path = settings.DATA_DIR / "backfill.jsonl"
    path.write_bytes(Writer("backfill", days_ago=30).lines(BACKFILL_RATE * (seconds + 5)))
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "ingest", str(path), "--channel", channel.slug]
    kinds = (Interaction, Reply)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as ingest:  # noqa: S603 - our own command
        try:
            yield lambda: sum(kind.objects.filter(channel=channel).count() for kind in kinds)
            if ingest.poll() is not None:
                raise RuntimeError("The back-fill ended before the red flags did. Give it more --seconds.")
        finally:
            ingest.kill()
