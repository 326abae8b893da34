"""The live stream `/live/`: events for the open pages of one person, as a coroutine.

Events carry ids only, and a page hears those of the teams its person may see, and ``notices`` when something was told
to this person alone. Beside them it hears about the stream: ``live`` (listening), ``poll`` (Redis is away: ask by
polling), ``resync`` (listening, but something was missed: fetch afresh) and ``signed_out`` (the last one).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from accounts.rights import teams_with
from escalation_site.hub import Hub, Page, Visitor

COMMENT_EVERY = 15.0  # seconds; keeps proxies from closing a quiet stream
LOOK_AGAIN_EVERY = 30.0  # how long a sign-out or a lost right may go unnoticed
OPEN_AT_MOST = 2_000

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for `/live/`: 401 to strangers, else a stream until sign-out or until the page is closed."""
    headers = {name.decode("latin1"): text.decode("latin1") for name, text in scope["headers"]}
    if scope["method"] != "GET":
        return await _refuse(send, 405)
    if len(hub.pages) >= OPEN_AT_MOST:
        return await _refuse(send, 503)
    cookie = headers.get("cookie", "")
    visitor = await asyncio.to_thread(visitor_of, cookie)
    if visitor is None:
        return await _refuse(send, 401)
    page = Page(visitor)
    page.offer(("resync" if "last-event-id" in headers else "live") if hub.is_live else "poll")
    hub.pages.add(page)
    ends = [asyncio.create_task(_send_events(page, cookie, send)), asyncio.create_task(_until_closed(receive))]
    try:
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in done:
            end.result()  # a fault ends the stream, and the server's log says which
    finally:
        hub.pages.discard(page)
        for end in ends:
            end.cancel()


def visitor_of(cookie: str) -> Visitor | None:
    """The signed-in person behind a Cookie header. Blocking: call it in a thread."""
    request = HttpRequest()
    session_key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    try:
        user = get_user(request)
        return Visitor(user.pk, teams_with(user, "see")) if user.is_authenticated else None
    finally:
        connections.close_all()


async def _send_events(page: Page, cookie: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _send_part(send, b"retry: 3000\n\n")
    look_again_at = time.monotonic() + LOOK_AGAIN_EVERY
    while True:
        part = await page.take(within=COMMENT_EVERY)
        if time.monotonic() >= look_again_at:
            visitor = await asyncio.to_thread(visitor_of, cookie)
            if visitor is None:
                return await _send_part(send, b"event: signed_out\ndata: {}\n\n", is_last=True)
            page.visitor = visitor
            look_again_at = time.monotonic() + LOOK_AGAIN_EVERY
        await _send_part(send, part)


async def _until_closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await _send_part(send, b"", is_last=True)


async def _send_part(send: Send, body: bytes, *, is_last: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": not is_last})


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
