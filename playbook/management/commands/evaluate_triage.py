"""Measure triage on messages whose flag people have decided."""

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Brand
from playbook import measuring
from playbook.content.reading import SHIPPED, ContentError, read
from playbook.current import specs_of
from playbook.triage import NO_FACTS, Judge, TopicSpec, Verdict

_MOST_SINGLE = 2_000


class Command(BaseCommand):
    help = "Say how well the rules flag messages: JSON lines with text, topic and flag; chatter in a second file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines with text, topic, flag and label_method")
        parser.add_argument("--offtopic", type=Path, help="JSON lines with text: chatter that speaks of nothing")
        parser.add_argument("--brand", metavar="SLUG", help="the playbook of this brand; otherwise the shipped file")
        parser.add_argument("--playbook", type=Path, default=SHIPPED, help="another playbook file")
        parser.add_argument("--json", action="store_true", help="one object on one line")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = _rows(options["file"])
        chatter = _rows(options["offtopic"]) if options["offtopic"] else []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        judge = Judge(self._specs(options["brand"], options["playbook"]))
        judged, timings = _judge(judge, rows)
        said_of_chatter = list(judge.judge_many((row["text"], NO_FACTS) for row in chatter))
        timings["rss_added_mb"] = round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1)
        figures = _figures(judged, said_of_chatter) | timings
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, figure in figures.items():
            self.stdout.write(f"{name:20} {figure}")

    def _specs(self, brand_slug: str | None, path: Path) -> list[TopicSpec]:
        try:
            return specs_of(Brand.objects.get(slug=brand_slug).pk) if brand_slug else read(path).specs()
        except (ContentError, Brand.DoesNotExist) as error:
            raise CommandError(str(error)) from error


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _judge(judge: Judge, rows: list[dict[str, Any]]) -> tuple[list[measuring.Judged], dict[str, float]]:
    started = time.perf_counter()
    verdicts = list(judge.judge_many((row["text"], NO_FACTS) for row in rows))
    batch = (time.perf_counter() - started) * 1000 / max(len(rows), 1)
    singly = rows[:_MOST_SINGLE]
    started = time.perf_counter()
    for row in singly:
        judge.judge(row["text"])
    single = (time.perf_counter() - started) * 1000 / max(len(singly), 1)
    judged = [
        measuring.Judged(row["flag"], measuring.our_topic(row["topic"]), row.get("label_method") == "by-eye", verdict)
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    return judged, {"ms_single": round(single, 4), "ms_batch": round(batch, 4)}


def _figures(judged: list[measuring.Judged], chatter: list[Verdict]) -> dict[str, Any]:
    return {
        "mode": "rules",
        "rows": len(judged),
        "flag_macro_f1": measuring.flag_macro_f1(judged),
        "by_eye_macro_f1": measuring.flag_macro_f1([row for row in judged if row.by_eye]),
        "red_precision": measuring.red_precision(judged),
        "red_recall": measuring.red_recall(judged),
        "red_recall_by_topic": measuring.red_recall_by_topic(judged),
        "topic_f1": measuring.topic_f1(judged),
        "offtopic_red": measuring.red_share(chatter),
    }
