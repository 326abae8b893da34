"""The product as a newcomer starts it, ``manage.py up --demo``, on data of its own."""

import email
import email.policy
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.site.product import ROOT, Product, environment, manage, wait_until

NEVER = "86400"
STAGED = {"DJANGO_SETTINGS_MODULE": "escalation_site.settings", "DESK_OUTGOING_ALLOWED_HOSTS": "127.0.0.1"}


class Desk:
    """A running product: where it is, who may sign in, what mail it sent."""

    def __init__(self, home: Path, more: dict[str, str]) -> None:
        self._home, self._more = home, more
        self.product = Product(home, "--demo", DESK_DEMO_EVERY=NEVER, **more)
        self.product.wait_for("is ready at", patience=240)
        self.url = f"http://127.0.0.1:{self.product.port}"
        self.passwords = dict(re.findall(r"(\w+)@tern-air\.example +(\S+)", (home / "demo.txt").read_text()))
        self.addresses: dict[str, str] = json.loads(self.stage("tests.journeys.stage"))

    def stage(self, script: str, *arguments: str) -> str:
        """What a script says that prepares something inside the product's own environment. It must end well."""
        done = subprocess.run(
            [sys.executable, "-m", script, *arguments],
            env=environment(self._home, **STAGED, **self._more),
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *arguments: str) -> str:
        """What a command of the product says. It must end well."""
        done = manage(self._home, *arguments, **self._more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def link_mailed_to(self, person: str, words: str, *, other_than: str = "") -> str:
        """The link in the newest page that went to this person about these words; not one that was there before."""
        found: list[str] = []

        def is_there() -> bool:
            links = [link for to, subject, link in self._mails() if to.startswith(person) and words in subject]
            found[:] = [link for link in links if urlsplit(link).path != other_than]
            return bool(found)

        assert wait_until(is_there, patience=30), f"No page about “{words}” went to {person}: {list(self._mails())}"
        return urlsplit(found[-1]).path

    def newest_link(self, person: str) -> str:
        """The link in the newest page that went to this person so far; empty where none did."""
        links = [link for to, _subject, link in self._mails() if to.startswith(person)]
        return urlsplit(links[-1]).path if links else ""

    def _mails(self) -> Iterator[tuple[str, str, str]]:
        for path in sorted((self._home / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime):
            for text in path.read_text().split("-" * 79):
                mail = email.message_from_string(text.strip(), policy=email.policy.default)
                if link := re.search(r"http\S+/p/\S+", str(mail.get_payload())):
                    yield str(mail["To"]), str(mail["Subject"]), link[0]


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """A fresh database of its own where DATABASE_URL names PostgreSQL; otherwise the file in the data directory."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield {}
        return
    server, _, name = given.rpartition("/")
    ours = f"{name.partition('?')[0]}_journey_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{ours}"')
        try:
            yield {"DATABASE_URL": f"{server}/{ours}"}
        finally:
            connection.execute(f'DROP DATABASE "{ours}" WITH (FORCE)')
