"""The approval queue and the review page at several numbers of waiting drafts, against the signed-in frame."""

import html
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.test import override_settings

from accounts.actions import join_team
from accounts.actors import SYSTEM
from accounts.models import Role, User
from escalation_site.benchmarks import company, pages
from escalation_site.benchmarks.company import SEEN, Company
from escalation_site.benchmarks.filling import settle
from escalation_site.benchmarks.pages import FLOOR, Pages
from escalation_site.benchmarks.waiting import Waiting

ROWS = [1_000, 100_000]
MINE, ALL = "/approvals/?tab=mine", "/approvals/?tab=all"
CASES = (FLOOR, "queue, for me", "queue, all", "next page", "review page")
measure = Pages("approvals", CASES, "waiting drafts").measure
_NEXT = re.compile(r'rel="next"\s+href="([^"]*)"')
_ROW = re.compile(r'class="cover nm trunc"\s+href="([^"]*)"')


def serve(rows: Sequence[int], _seconds: int) -> Iterator[str]:
    """Within the scratch place: an answer for each line on standard input."""
    built = company.found()
    signer = _signer(built)
    Waiting(built, signer, rows[0]).fill()
    settle()
    with override_settings(ROOT_URLCONF="escalation_site.benchmarks.shell"):
        visitor = Visitor(signer)
        told = {"engine": connection.vendor, "queries": visitor.queries()}
        for question in sys.stdin:
            yield json.dumps(told if question.startswith("how many") else visitor.once())


def _signer(built: Company) -> User:
    """Somebody who approves for three of the five teams."""
    signer = User.objects.create_user("signer@bench.example", full_name="Signer")
    for team in built.teams[:SEEN]:
        join_team(by=SYSTEM, team=team, user=signer, role=Role.objects.get(slug="supervisor"))
    return signer


class Visitor(pages.Visitor):
    """A supervisor in the queue, going further and opening what waits."""

    cases = CASES

    def __init__(self, signer: Any) -> None:
        super().__init__(signer)
        self._next = MINE
        self._rows: list[str] = []

    def visit(self, case: str) -> None:
        if case == "review page":
            self.get(self._rows.pop())
        elif case == "queue, all":
            self.get(ALL)
        else:
            self._list(MINE if case == "queue, for me" else self._next)

    def _list(self, address: str) -> None:
        page = self.get(address)
        self._rows = [html.unescape(found) for found in _ROW.findall(page)]
        following = _NEXT.search(page)
        self._next = html.unescape(following[1]) if following else MINE
