"""How good triage is on labelled messages, as figures that a program can read: rules, what was learned, and both."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Brand
from playbook.content.reading import SHIPPED, ContentError, read
from playbook.current import specs_of
from playbook.learning.opinion import NO_TOPIC
from playbook.learning.sample import shipped
from playbook.learning.training import Example
from playbook.measuring import our_topic
from playbook.triage import TopicSpec
from playbook.trials import Row, trials


class Command(BaseCommand):
    help = (
        "Judge labelled messages and print how well that went, for the rules alone, for what was learned alone and for "
        "both. Nothing is stored: the learner learns from the shipped sample and the files of --learn-from."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines with text, topic, flag")
        parser.add_argument("--offtopic", type=Path, help="JSON lines with text: chatter that speaks of nothing")
        parser.add_argument(
            "--learn-from", type=Path, nargs="+", action="extend", default=[], metavar="FILE", help="decided messages"
        )
        parser.add_argument("--without-sample", action="store_true", help="learn from the files alone")
        parser.add_argument("--brand", metavar="SLUG", help="the playbook of this brand; otherwise the shipped file")
        parser.add_argument("--playbook", type=Path, default=SHIPPED, help="another playbook file")
        parser.add_argument("--json", action="store_true", help="one object on one line for each mode")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = [_row(each) for each in _lines(options["file"])]
        chatter = [str(each["text"]) for each in _lines(options["offtopic"])] if options["offtopic"] else []
        examples = [] if options["without_sample"] else list(shipped())
        examples += [_example(each) for path in options["learn_from"] for each in _lines(path)]
        try:
            self._say(trials(self._specs(options["brand"], options["playbook"]), rows, chatter, examples), options)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _say(self, measured: Sequence[dict[str, Any]], options: dict[str, Any]) -> None:
        for figures in measured:
            if options["json"]:
                self.stdout.write(json.dumps(figures))
                continue
            for name, figure in figures.items():
                self.stdout.write(f"{name:20} {figure}")
            self.stdout.write("")

    def _specs(self, brand_slug: str | None, path: Path) -> list[TopicSpec]:
        try:
            return specs_of(Brand.objects.get(slug=brand_slug).pk) if brand_slug else read(path).specs()
        except (ContentError, Brand.DoesNotExist) as error:
            raise CommandError(str(error)) from error


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _row(line: dict[str, Any]) -> Row:
    return Row(line["text"], line["flag"], our_topic(line["topic"]), line.get("label_method") == "by-eye")


def _example(line: dict[str, Any]) -> Example:
    topic = our_topic(line.get("topic") or "none")
    return Example(line["text"], NO_TOPIC if topic == "none" else topic)
