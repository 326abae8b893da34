"""A server that speaks as much of Mastodon's API as we ask of it, and fails when a test wants it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.connectors.web_server import Server, serving

OURS = {"id": "7", "acct": "tern", "url": "https://social.example/@tern"}
TESS = {"id": "8", "acct": "Tess@far.example", "url": "https://far.example/@Tess", "display_name": "Tess"}


class Fediverse:
    """What stands on the server. ``fails`` holds answers given instead, each once: (status, headers, body)."""

    def __init__(self) -> None:
        self.statuses: dict[str, dict[str, Any]] = {}
        self.notifications: list[dict[str, Any]] = []
        self.fails: list[tuple[int, dict[str, str], bytes]] = []
        self.posted: list[dict[str, Any]] = []
        self.loses_answers = False  # it posts, and breaks off before it says so

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def says(self, text: str, **facts: Any) -> str:
        """A status of Tess's that names us; its id."""
        remote_id = str(100 + len(self.statuses))
        status = {
            "id": remote_id,
            "uri": f"https://far.example/{remote_id}",
            "url": f"https://far.example/@Tess/{remote_id}",
            "created_at": "2026-11-30T10:00:00.000Z",
            "content": f"<p>{text}</p>",
            "visibility": "public",
            "account": TESS,
        } | facts
        self.statuses[remote_id] = status
        self.notifications.append({"id": str(1000 + len(self.notifications)), "type": "mention", "status": status})
        return remote_id

    @contextmanager
    def running(self) -> Iterator["Fediverse"]:
        with serving(Server(self._answer)) as server:
            self.server = server
            yield self

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        if self.fails:
            _send(request, *self.fails.pop(0))
            return
        if request.headers["authorization"] != "Bearer good":
            _send(request, 401, {}, b'{"error": "The access token is invalid"}')
            return
        found = self._post(request) if request.command == "POST" else self._found(urlsplit(request.path))
        if self.loses_answers and request.command == "POST":
            request.close_connection = True
            return
        status, told = (404, {"error": "Record not found"}) if found is None else (200, found)
        _send(request, status, {}, json.dumps(told).encode())

    def _post(self, request: BaseHTTPRequestHandler) -> dict[str, Any]:
        asked = json.loads(request.body)
        self.posted.append(asked)
        remote_id = str(500 + len(self.posted))
        self.statuses[remote_id] = {
            "id": remote_id,
            "url": f"https://social.example/@tern/{remote_id}",
            "content": f"<p>{asked['status']}</p>",
            "in_reply_to_id": asked["in_reply_to_id"],
            "account": OURS,
        }
        return self.statuses[remote_id]

    def _found(self, url) -> Any:
        match url.path.removeprefix("/api/v1/").split("/"):
            case ["accounts", "verify_credentials"]:
                return OURS
            case ["accounts", _, "statuses"]:
                return self._of(lambda status: status["account"] is OURS)
            case ["notifications"]:
                return self._page(parse_qs(url.query))
            case ["statuses", remote_id]:
                return self.statuses.get(remote_id)
            case ["statuses", remote_id, "context"] if remote_id in self.statuses:
                return {"descendants": self._of(lambda status: status.get("in_reply_to_id") == remote_id)}
        return None

    def _of(self, is_wanted) -> list[dict[str, Any]]:
        return [status for status in self.statuses.values() if is_wanted(status)]

    def _page(self, asked: dict[str, list[str]]) -> list[dict[str, Any]]:
        after, most = asked.get("min_id", [""])[0], int(asked["limit"][0])
        newer = [each for each in self.notifications if each["id"] > after]
        return list(reversed(newer[:most] if after else newer[-most:]))


def _send(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name, value)
    request.send_header("content-length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
