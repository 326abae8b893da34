from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from interactions.models import Interaction
from playbook.models import TaxonomyVersion

TARGET = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = """# The states of an interaction

Drawn from the code by `manage.py draw_states`; do not edit by hand.
Who may do what, and when, is said by the actions that call these transitions (`interactions/actions/`).

"""
OF_VERSIONS = """
# The states of a version of the playbook

An edit begins a draft; one admin asks, another publishes (`playbook/actions/versions.py`). What the product itself
loads is born published.

"""


class Command(BaseCommand):
    help = (
        "Draw docs/states.md from the state machines. With --check nothing is written; it fails when the page is old."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *_args: Any, **options: Any) -> None:
        page = HEAD + drawn(Interaction, ("received", "flagged"))
        page += OF_VERSIONS + drawn(TaxonomyVersion, ("draft", "published"))
        if options["check"]:
            if not TARGET.exists() or TARGET.read_text() != page:
                raise CommandError("docs/states.md is not what the code says. Run manage.py draw_states.")
            return
        TARGET.write_text(page)
        self.stdout.write(f"Wrote {TARGET.relative_to(settings.BASE_DIR)}.")


def drawn(model: type[models.Model], born: tuple[str, ...]) -> str:
    """The machine of this model as a picture and a table; ``born``: the states that it may begin in."""
    found = transitions(model)
    return diagram(found, born) + "\n" + table(found)


def transitions(model: type[Any]) -> list[tuple[str, str, str]]:
    """Name, source and target of every transition, in the order of the states."""
    order = {str(state): place for place, state in enumerate(model.State)}
    field = model._meta.get_field("state")
    found = {(t.name, str(t.source), str(t.target)) for t in field.get_all_transitions(model)}
    return sorted(found, key=lambda each: (order[each[1]], order[each[2]], each[0]))


def diagram(found: list[tuple[str, str, str]], born: tuple[str, ...]) -> str:
    lines = ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state}" for state in born)]
    lines += [f"    {source} --> {target}: {_verb(name)}" for name, source, target in found]
    return "\n".join([*lines, "```", ""])


def table(found: list[tuple[str, str, str]]) -> str:
    by_name: dict[tuple[str, str], list[str]] = {}
    for name, source, target in found:
        by_name.setdefault((name, target), []).append(source)
    rows = [f"| `{name}` | {', '.join(sources)} | {target} |" for (name, target), sources in by_name.items()]
    return "\n".join(["| transition | from | to |", "|---|---|---|", *rows, ""])


def _verb(name: str) -> str:
    return name.removeprefix("move_to_").removeprefix("move_").replace("_", " ")
