"""``manage.py prepare``: what must stand before a new version serves; at each start and each release."""

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS


class Command(BaseCommand):
    help = "Brings tables, cache table, static files and roles up to date; with --demo also the demo."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="a brand, people, a playbook and a day of messages")

    def handle(self, *_args: Any, demo: bool, **_options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("check", tags=[Tags.database], databases=[DEFAULT_DB_ALIAS], deploy=True, stdout=io.StringIO())
        call_command("createcachetable", verbosity=0)
        collect_static_if_changed()
        call_command("sync_roles", verbosity=0)
        if demo:
            sign_ins = io.StringIO()
            call_command("demo", stdout=sign_ins)
            write_privately(settings.DATA_DIR / "demo.txt", sign_ins.getvalue())


def collect_static_if_changed() -> bool:
    """Collect the static files unless none changed since the last time; whether it did."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def write_privately(path: Path, text: str) -> None:
    """The demo's passwords are for the person who started it."""
    path.touch(mode=0o600)
    path.write_text(text)


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            modified = storage.get_modified_time(path).timestamp()
            digest.update(f"{storage.path(path)} {storage.size(path)} {modified}\n".encode())
    return digest.hexdigest()
