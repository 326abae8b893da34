"""``manage.py bench``: the figures of ``docs/benchmarks.md``, measured here and now."""

import contextlib
import sys
from collections.abc import Iterator
from subprocess import CalledProcessError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from escalation_site.benchmarks import approvals, inbox, ingest, paging, triage
from escalation_site.benchmarks.figures import Figure, table
from escalation_site.benchmarks.scratch import NotScratch, check_is_scratch

BENCHES = {"ingest": ingest, "inbox": inbox, "paging": paging, "approvals": approvals, "triage": triage}


class Command(BaseCommand):
    help = (
        "Measure ingest, inbox, paging, approvals or triage on data made for it, in a scratch database of the "
        "configured engine, each figure beside its floor. The product's data is never touched."
    )

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bench", choices=BENCHES)
        parser.add_argument("--json", action="store_true", help="one JSON object a line and case")
        parser.add_argument(
            "--rows",
            type=int,
            nargs="+",
            metavar="N",
            help="ingest: messages; triage: rules; paging: red flags; two or more of inbox: interactions, "
            "approvals: waiting drafts",
        )
        parser.add_argument("--seconds", type=int, default=30, help="at most this long for a repeated case")
        parser.add_argument("--in-scratch", action="store_true", help="this is the scratch database already")

    def handle(self, *_args: Any, **options: Any) -> None:
        bench: Any = BENCHES[options["bench"]]
        asked = (options["rows"] or bench.ROWS, options["seconds"])
        try:
            lines = (
                self._serve(bench, *asked) if options["in_scratch"] else self._measure(bench, *asked, options["json"])
            )
            for line in lines:
                self.stdout.write(line)
                self.stdout.flush()
        except (NotScratch, CalledProcessError) as error:
            raise CommandError(str(error)) from error

    def _measure(self, bench: Any, rows: list[int], seconds: int, is_json: bool) -> Iterator[str]:
        figures: Iterator[Figure] = bench.measure(rows, seconds)
        return map(str, figures) if is_json else table(figures)

    def _serve(self, bench: Any, rows: list[int], seconds: int) -> Iterator[str]:
        """Only answers go to standard output; whatever else is said goes to standard error."""
        check_is_scratch()
        with contextlib.redirect_stdout(sys.stderr):
            yield from bench.serve(rows, seconds)
