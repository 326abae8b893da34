"""``manage.py up``: the whole product as one supervised tree."""

import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from escalation_site.broker import broker
from escalation_site.supervision import preflight
from escalation_site.supervision.child import say
from escalation_site.supervision.parts import parts, prepare
from escalation_site.supervision.preflight import CannotStart
from escalation_site.supervision.tree import Stopped, Tree


class Command(BaseCommand):
    help = "Starts everything Escalation Desk needs and stops it again with Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="start with a demo brand; its data stays for later starts"
        )
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default 8000")

    def handle(self, *_args: Any, demo: bool, host: str, port: int, **_options: Any) -> None:
        started_at = time.monotonic()
        try:
            self._run(host, port, wants_demo=demo, started_at=started_at)
        except CannotStart as error:
            raise SystemExit(str(error)) from None

    def _run(self, host: str, port: int, *, wants_demo: bool, started_at: float) -> None:
        lock = preflight.lock(settings.DATA_DIR)
        listener = preflight.listen(host, port)
        preflight.check_database()
        if given := os.environ.get("REDIS_URL"):
            preflight.check_redis(given)
        site_url = os.environ.get("DESK_SITE_URL") or f"http://{host}:{listener.getsockname()[1]}"
        sign_ins: Path = settings.DATA_DIR / "demo.txt"
        is_demo = wants_demo or sign_ins.exists()
        if is_demo:  # the demo's network and its brand live on this address and speak to each other over HTTP
            os.environ.setdefault("DESK_OUTGOING_ALLOWED_HOSTS", urlsplit(site_url).hostname or host)
            if "DESK_EMAIL_HOST" not in os.environ:  # nobody has a mailbox there; their pages can be read in files
                os.environ.setdefault("DESK_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")

        def announce() -> None:
            say(
                "up",
                f"Escalation Desk is ready at {site_url}/ after {time.monotonic() - started_at:.1f} s. Ctrl-C ends it.",
            )
            if is_demo:
                self.stdout.write(sign_ins.read_text())

        tree = Tree(None if given else broker(lock))
        tree.heed_signals()
        try:
            tree.run_first(prepare(is_demo=is_demo, site_url=site_url))
            tree.run(parts(listener, site_url, is_demo=is_demo), announce)
        except Stopped:
            say("up", "stopping")
        finally:
            tree.stop()
