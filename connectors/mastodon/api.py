"""The few questions we put to a server that speaks Mastodon's API, through the house's own door."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from connectors import http

OWN_AT_ONCE = 40  # the most a server gives of one account's posts


class Api:
    """One account on one server. Each method raises an ``http.HttpError`` and answers whatever came."""

    def __init__(self, server: str, token: str) -> None:
        self._server = server.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}", "accept": "application/json"}

    def ourselves(self) -> http.Answer:
        return self._get("accounts/verify_credentials")

    def mentions(self, *, after: str, at_most: int) -> http.Answer:
        """Notifications that name us, from the oldest after this one; without it the newest."""
        asked = [("types[]", "mention"), ("limit", str(at_most)), *([("min_id", after)] if after else [])]
        return self._get(f"notifications?{urlencode(asked)}")

    def status(self, remote_id: str) -> http.Answer:
        return self._get(f"statuses/{quote(remote_id, safe='')}")

    def thread(self, remote_id: str) -> http.Answer:
        return self._get(f"statuses/{quote(remote_id, safe='')}/context")

    def statuses_of(self, account_id: str) -> http.Answer:
        return self._get(f"accounts/{quote(account_id, safe='')}/statuses?limit={OWN_AT_ONCE}")

    def post(self, status: Mapping[str, Any], *, key: str) -> http.Answer:
        headers = self._headers | {"content-type": "application/json", "idempotency-key": key}
        content = json.dumps(status).encode()
        return http.send("POST", f"{self._server}/api/v1/statuses", headers=headers, content=content)

    def _get(self, path: str) -> http.Answer:
        return http.send("GET", f"{self._server}/api/v1/{path}", headers=self._headers)


def said(answer: http.Answer) -> str:
    """What the server said went wrong, in a sentence."""
    given = answer.json()
    reason = given.get("error") if isinstance(given, dict) else None
    text = " ".join(str(reason).split())[:200] if reason else answer.excerpt
    return _("The server answered %(status)d: %(text)s") % {"status": answer.status, "text": text}


def seconds_to_wait(answer: http.Answer, now: datetime) -> int | None:
    """Until the server takes more: ``Retry-After``, or Mastodon's ``X-RateLimit-Reset``; at most a day."""
    if answer.retry_after is not None:
        return answer.retry_after
    try:
        reset = datetime.fromisoformat(answer.headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return None
    aware = reset if reset.tzinfo else reset.replace(tzinfo=UTC)
    return max(1, min(int((aware - now).total_seconds()) + 1, http.WAIT_AT_MOST))
