"""Trying triage on labelled messages: rules alone, what was learned alone, and both; each with its time and memory."""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from playbook import measuring
from playbook.learning.opinion import Opinion
from playbook.learning.training import Example, train
from playbook.measuring import Judged, Said
from playbook.specs import LEVELS, NO_FACTS, TopicSpec, Verdict
from playbook.triage import Judge

_MOST_SINGLE = 500
_BATCH = 500


class Row(NamedTuple):
    """A message with what people decided."""

    text: str
    flag: str
    topic: str
    is_by_eye: bool


@dataclass(frozen=True)
class Bench:
    """A judge and an opinion; either may be missing from what is tried."""

    judge: Judge
    opinion: Opinion | None
    levels: dict[str, str]

    def say(self, texts: Sequence[str], mode: str) -> list[Said]:
        """What this mode says of each text."""
        verdicts = list(self.judge.judge_many((text, NO_FACTS) for text in texts))
        if mode == "rules" or self.opinion is None:
            return [_of_rules(verdict) for verdict in verdicts]
        guesses = self.opinion.guesses(zip(texts, verdicts, strict=True), self.levels)
        learned = [Said(guess.level, guess.topic_slug) if guess else Said(None, "") for guess in guesses]
        if mode == "learned":
            return learned
        return [stricter(_of_rules(verdict), said) for verdict, said in zip(verdicts, learned, strict=True)]


def stricter(of_rules: Said, learned: Said) -> Said:
    """What both say together: the rules, unless what was learned is stricter."""
    return learned if _rank(learned) > _rank(of_rules) else of_rules


def trials(
    specs: Sequence[TopicSpec], rows: Sequence[Row], chatter: Sequence[str], examples: Sequence[Example]
) -> list[dict[str, Any]]:
    """The figures of each mode. Raises ValueError where there is nothing to learn from."""
    before = _memory()
    judge = Judge(specs)
    levels = {spec.slug: spec.level for spec in specs}
    measured = [_figures("rules", Bench(judge, None, levels), rows, chatter, before)]
    bench = Bench(judge, train(examples, judge), levels)
    return [*measured, *(_figures(mode, bench, rows, chatter, before) for mode in ("learned", "both"))]


def _figures(
    mode: str, bench: Bench, rows: Sequence[Row], chatter: Sequence[str], memory_before: float
) -> dict[str, Any]:
    texts = [row.text for row in rows]
    bench.say(texts[:_BATCH], mode)  # warm: states of the automaton are made when first met
    said: list[Said] = []
    batch = _timed(lambda: said.extend(_in_batches(bench, texts, mode)), len(texts))
    singly = texts[:_MOST_SINGLE]
    single = _timed(lambda: [bench.say([text], mode) for text in singly], len(singly))
    judged = [Judged(row.flag, row.topic, row.is_by_eye, one) for row, one in zip(rows, said, strict=True)]
    return {
        "mode": mode,
        "rows": len(judged),
        "flag_macro_f1": measuring.flag_macro_f1(judged),
        "by_eye_macro_f1": measuring.flag_macro_f1([row for row in judged if row.by_eye]),
        "red_precision": measuring.red_precision(judged),
        "red_recall": measuring.red_recall(judged),
        "red_recall_by_topic": measuring.red_recall_by_topic(judged),
        "topic_f1": measuring.topic_f1(judged),
        "offtopic_red": measuring.red_share(_in_batches(bench, chatter, mode)),
        "ms_single": single,
        "ms_batch": batch,
        "rss_added_mb": round(_memory() - memory_before, 1),
    }


def _in_batches(bench: Bench, texts: Sequence[str], mode: str) -> list[Said]:
    return [said for start in range(0, len(texts), _BATCH) for said in bench.say(texts[start : start + _BATCH], mode)]


def _timed(work: Callable[[], Any], count: int) -> float:
    started = time.perf_counter()
    work()
    return round((time.perf_counter() - started) * 1000 / max(count, 1), 4)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _of_rules(verdict: Verdict) -> Said:
    first = verdict.suggestions[0] if verdict.suggestions else None
    return Said(first.level, first.topic_slug) if first else Said(None, "")


def _rank(said: Said) -> int:
    return LEVELS.index(said.level) if said.level else -1
