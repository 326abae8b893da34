from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interactions.models import Interaction

TARGET = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = """# The states of an interaction

Drawn from the code by `manage.py draw_states`; do not edit by hand.
Who may do what, and when, is said by the actions that call these transitions (`interactions/actions/`).

"""


class Command(BaseCommand):
    help = "Draw docs/states.md from the state machine. With --check nothing is written; it fails when the page is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *_args: Any, **options: Any) -> None:
        page = HEAD + diagram() + "\n" + table()
        if options["check"]:
            if not TARGET.exists() or TARGET.read_text() != page:
                raise CommandError("docs/states.md is not what the code says. Run manage.py draw_states.")
            return
        TARGET.write_text(page)
        self.stdout.write(f"Wrote {TARGET.relative_to(settings.BASE_DIR)}.")


def transitions() -> list[tuple[str, str, str]]:
    """Name, source and target of every transition, in the order of the states."""
    order = {str(state): place for place, state in enumerate(Interaction.State)}
    field = Interaction._meta.get_field("state")
    found = {(t.name, str(t.source), str(t.target)) for t in field.get_all_transitions(Interaction)}
    return sorted(found, key=lambda each: (order[each[1]], order[each[2]], each[0]))


def diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received", "    [*] --> flagged"]
    lines += [f"    {source} --> {target}: {_verb(name)}" for name, source, target in transitions()]
    return "\n".join([*lines, "```", ""])


def table() -> str:
    by_name: dict[tuple[str, str], list[str]] = {}
    for name, source, target in transitions():
        by_name.setdefault((name, target), []).append(source)
    rows = [f"| `{name}` | {', '.join(sources)} | {target} |" for (name, target), sources in by_name.items()]
    return "\n".join(["| transition | from | to |", "|---|---|---|", *rows, ""])


def _verb(name: str) -> str:
    return name.removeprefix("move_to_").removeprefix("move_").replace("_", " ")
