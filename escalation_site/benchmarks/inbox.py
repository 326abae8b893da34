"""The inbox at several sizes, against the signed-in frame around nothing."""

import html
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import override_settings

from escalation_site.benchmarks import company, pages
from escalation_site.benchmarks.filling import Filler, settle
from escalation_site.benchmarks.pages import FLOOR, Pages

ROWS = [10_000, 1_000_000]
INBOX = "/inbox/"
SEARCHES = {
    "search, a rare word": "lawyer",
    "search, common words": "the refund",
    "search, common words that never stand so": '"refund tablet"',
}
CASES = (FLOOR, "list page", "next page", "conversation page", *SEARCHES)
measure = Pages("inbox", CASES, "interactions").measure
_AFTER = re.compile(r'href="([^"]*[?;]after=[^"]*)"')
_ROW = re.compile(r'href="(/inbox/\d+/[^"]*)"')


def serve(rows: Sequence[int], _seconds: int) -> Iterator[str]:
    """Within the scratch place: an answer for each line on standard input."""
    built = company.found()
    Filler(built, rows[0]).fill()
    settle()
    with override_settings(ROOT_URLCONF="escalation_site.benchmarks.shell"):
        visitor = Visitor(built.agent)
        told = {"engine": connection.vendor, "queries": visitor.queries()}
        for question in sys.stdin:
            yield json.dumps(told if question.startswith("how many") else visitor.once())


class Visitor(pages.Visitor):
    """An agent in the inbox, opening what stands there, and looking for what was written once."""

    cases = CASES

    def __init__(self, agent: Any) -> None:
        super().__init__(agent)
        self._next = INBOX
        self._rows: list[str] = []

    def visit(self, case: str) -> None:
        if case == "conversation page":
            self.get(self._rows.pop())
        elif case in SEARCHES:
            self.get(f"{INBOX}?{urlencode({'q': SEARCHES[case]})}")
        else:
            self._list(INBOX if case == "list page" else self._next)

    def _list(self, address: str) -> None:
        page = self.get(address)
        following = _AFTER.search(page)
        self._next = html.unescape(following[1]) if following else INBOX
        self._rows = [html.unescape(found) for found in _ROW.findall(page)]
