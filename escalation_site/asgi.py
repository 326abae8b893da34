"""One address, two protocols: the live stream as a coroutine, every page by Django's WSGI in threads.

Why not all of Django under ASGI: `docs/adr/0003-one-address-two-protocols.md`.
"""

import asyncio
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from escalation_site.wsgi import application as pages_by_wsgi

# The line above loads the apps, which the lines below need.
# isort: split
from escalation_site.hub import Hub
from escalation_site.live import Receive, Scope, Send, stream

THREADS = 12
# a2wsgi spells the ASGI and WSGI types more narrowly than Django and uvicorn do.
pages: Any = WSGIMiddleware(cast("Any", pages_by_wsgi), workers=THREADS)
hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The product, for any ASGI server."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live/":
        await stream(hub, scope, receive, send)
    else:
        await pages(_without_forged_headers(scope), receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    await receive()
    listening = asyncio.create_task(hub.listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    await send({"type": "lifespan.shutdown.complete"})


def _without_forged_headers(scope: Scope) -> Scope:
    """WSGI cannot tell ``X_Forwarded_Proto`` from ``X-Forwarded-Proto``; only the latter passes a proxy's hands."""
    if scope["type"] != "http":
        return scope
    return {**scope, "headers": [(name, text) for name, text in scope["headers"] if b"_" not in name]}
