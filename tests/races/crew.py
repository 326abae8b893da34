"""A crew of real processes on the test's database, told by one line each to do something at the same moment."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.long import IS_LONG

ROUNDS = int(os.environ.get("DESK_RACE_ROUNDS", "1000" if IS_LONG else "20"))
AT_MOST_APART = 0.004  # seconds: which of two deeds begins first is left to chance


@dataclass(frozen=True)
class Told:
    """What became of a deed: ``done``, ``refused`` with its sentence, ``broken`` with its traceback, or ``killed``."""

    outcome: str
    said: str = ""

    @property
    def is_done(self) -> bool:
        return self.outcome == "done"

    @property
    def is_refused(self) -> bool:
        return self.outcome == "refused"


class Member:
    """One process; see ``tests.races.member``."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab")
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.races.member"],
            cwd=settings.BASE_DIR,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def tell(self, deed: str, **more: Any) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({"deed": deed} | more) + "\n")
        self._child.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line, "a member of the crew ended; its last words stand in the log"
        heard: dict[str, Any] = json.loads(line)
        return heard

    def dismiss(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        assert self._child.stdout is not None
        self._child.stdout.close()
        self._log.close()


class Crew:
    """``members`` stay from test to test; what they remember of the last one's rows does not."""

    def __init__(self, log: Path) -> None:
        self.members: list[Member] = []
        self._log = log

    def of(self, size: int) -> "Crew":
        """The same crew with at least so many members, none of whom remembers anything."""
        while len(self.members) < size:
            self.members.append(Member(self._log))
        self.at_once(*[("forget", {})] * len(self.members))
        return self

    def at_once(self, *deeds: tuple[str, dict[str, Any]]) -> list[Told]:
        """Each deed by another process, all within a few milliseconds; what became of each, in their order."""
        start = time.time() + AT_MOST_APART
        for member, (deed, given) in zip(self.members, deeds, strict=False):
            member.tell(deed, given=given, at=start + random.random() * AT_MOST_APART)
        heard = [member.hear() for member, _deed in zip(self.members, deeds, strict=False)]
        told = [Told(each["outcome"], each["said"]) for each in heard]
        assert not [each.said for each in told if each.outcome == "broken"], "\n".join(each.said for each in told)
        return told

    def check_quiet(self) -> None:
        """Nobody's log holds a traceback: a lost race ends in a sentence, not in an error."""
        said = self._log.read_text()
        assert "Traceback" not in said, said[-6000:]


@contextmanager
def gathered(log: Path) -> Iterator[Crew]:
    crew = Crew(log)
    try:
        yield crew
    finally:
        for member in crew.members:
            member.dismiss()


def environment() -> dict[str, str]:
    """The test's own database and keys, and no broker: what is promised without Redis is promised."""
    ours = {key: text for key, text in os.environ.items() if key != "REDIS_URL"}
    return ours | {
        "DATABASE_URL": _database(),
        "DESK_DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def _database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
