"""What the live stream knows: who listens, what waits for whom, and whether Redis speaks."""

import asyncio
import contextlib
import json
import logging
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import redis.asyncio
from django.conf import settings
from redis import RedisError

from audit.broadcast import CHANNEL

log = logging.getLogger(__name__)
GATHER_FOR = 0.1  # seconds; equal events within this time are one
CALM_FOR = 2.0  # after a flood the pages get a pause before the next events
WAITING_AT_MOST = 64
SILENCE_AT_MOST = 10.0  # a Redis that says nothing this long, pings included, is gone


@dataclass(frozen=True)
class Visitor:
    """Who listens, and the teams this person may see."""

    user_id: int
    teams: frozenset[int]


class Page:
    """An open page: what waits to be sent to it. A page that reads too slowly loses the queue and gets a ``resync``."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._waiting: deque[tuple[str, str]] = deque()
        self._woken = asyncio.Event()

    def offer(self, kind: str, text: str = "{}") -> None:
        if len(self._waiting) >= WAITING_AT_MOST:
            self._waiting.clear()
            kind, text = "resync", "{}"
        self._waiting.append((kind, text))
        self._woken.set()

    async def take(self, *, within: float) -> bytes:
        """What waits, as it goes over the wire; a comment when nothing came in time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), within)
        self._woken.clear()
        waiting, self._waiting = self._waiting, deque()
        return b"".join(_wire(kind, text) for kind, text in waiting) or b": still here\n\n"


class Hub:
    """Hears Redis once for all pages of this process."""

    def __init__(self) -> None:
        self.pages: set[Page] = set()
        self.is_live = False
        self._gathered: dict[str, None] = {}

    async def listen(self) -> None:
        """Listen for ever: the pages poll while Redis is away and are told to fetch afresh once it is back."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._hear())
            both.create_task(self._hand_out())

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_silence()
            except (RedisError, OSError, TimeoutError) as error:
                if self.is_live:
                    log.warning("The live stream lost Redis (%s); open pages poll until it answers.", error)
            self._set_live(False)
            await asyncio.sleep(1)

    async def _hear_until_silence(self) -> None:
        connection = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
        async with connection, connection.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            heard_at = time.monotonic()
            while time.monotonic() - heard_at < SILENCE_AT_MOST:
                message = await subscription.get_message(timeout=SILENCE_AT_MOST / 4)
                if message is None:
                    await subscription.ping()
                    continue
                heard_at = time.monotonic()
                self._set_live(True)
                if message["type"] == "message":
                    self._gathered[message["data"].decode()] = None

    async def _hand_out(self) -> None:
        while True:
            was_flood = self._hand_out_gathered()
            await asyncio.sleep(CALM_FOR if was_flood else GATHER_FOR)

    def _hand_out_gathered(self) -> bool:
        """Give every page its events; True when there were so many that all were told to fetch afresh instead."""
        gathered, self._gathered = self._gathered, {}
        if len(gathered) > WAITING_AT_MOST:
            self._tell_all("resync")
            return True
        for message in map(json.loads, gathered):
            hearers = self._hearers(message)
            _offer(hearers, message["kind"], json.dumps(message))
        return False

    def _hearers(self, message: dict[str, Any]) -> list[Page]:
        """The pages it is for. Whom it names is taken out of it: that is nobody's to read."""
        people, team = message.pop("people", ()), message.pop("team", None)
        return [page for page in self.pages if page.visitor.user_id in people or team in page.visitor.teams]

    def _set_live(self, is_live: bool) -> None:
        if is_live != self.is_live:
            self.is_live = is_live
            self._tell_all("resync" if is_live else "poll")

    def _tell_all(self, kind: str) -> None:
        _offer(self.pages, kind)


def _offer(pages: Iterable[Page], kind: str, text: str = "{}") -> None:
    for page in pages:
        page.offer(kind, text)


def _wire(kind: str, text: str) -> bytes:
    return f"id: {time.time_ns() // 1_000_000}\nevent: {kind}\ndata: {text}\n\n".encode()
