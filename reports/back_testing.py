"""A back-test of a draft: the last 30 days judged by it and by the version in force, stretch by stretch.

Bounded: at most ``MOST`` messages are judged, every so-manieth of them where there are more, and each stretch looks at
so many ids at the most. Resumable: where a run stands is kept with each stretch, so whoever comes next goes on. Each
message is judged by itself, with what is known of it and its author today.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db.models import F, Max
from django.db.models.functions import Mod

from accounts.models import Team
from connectors.models import Channel
from interactions.models import Interaction
from playbook.actions.backtesting import (
    claim,
    explained,
    finish_back_test,
    keep_stretch,
    let_go,
    measured,
    stumbled,
)
from playbook.drafted import bench_of
from playbook.models import BackTest, BackTestChange
from playbook.specs import LEVELS
from playbook.whole.judging import DOWN, OTHER, UP, Ruling, difference
from reports.messages import facts_of_each
from reports.nights import Nights

log = logging.getLogger(__name__)
MOST = 50_000
STRETCH = 500
IDS_AT_ONCE = 200_000
STRETCHES_AT_ONCE = 10
SECONDS_AT_ONCE = 30.0  # for one run; a sweep that does not come back would end the sweeper
RUNS_AT_ONCE = 2
Gravity = BackTestChange.Gravity


def sweep() -> int:
    """Carry on what is due, a bounded number of stretches; how many runs were looked at."""
    due = BackTest.objects.running().order_by("next_at").values_list("pk", flat=True)
    ids = list(due[:RUNS_AT_ONCE])
    for run_id in ids:
        carry_on(run_id)
    return len(ids)


def carry_on(run_id: int, stretches: int = STRETCHES_AT_ONCE) -> bool:
    """Judge the next stretches of a run; whether there is more to do. A stretch that fails is tried again later."""
    run = claim(run_id)
    if run is None:
        return False
    try:
        if run.last_id is None:
            run = _measure(run)
        deadline = time.monotonic() + SECONDS_AT_ONCE
        for _each in takewhile(lambda _each: time.monotonic() < deadline, range(stretches)):
            if run.cursor >= (run.last_id or 0):
                finish_back_test(run)
                return False
            if not _judge_stretch(run):
                return False  # somebody else is at it
            run = BackTest.objects.select_related("brand", "version", "against").get(pk=run.pk)
    except Exception:
        log.exception("Back-test %s stumbled", run.pk)
        stumbled(run)
        return False
    let_go(run)
    return True


def _measure(run: BackTest) -> BackTest:
    """What there is to judge: everything of the brand's teams since then, every so-manieth of more than enough."""
    newest = Interaction.objects.aggregate(newest=Max("pk"))["newest"] or 0
    after_id = _last_before(run.since, newest)
    total = _of_brand(run).filter(pk__gt=after_id, pk__lte=newest).count()
    return measured(run, after_id=after_id, last_id=newest, step=max(1, -(-total // MOST)), total=total)


def _last_before(since: datetime, newest: int) -> int:
    """The id up to which everything came before that moment. Ids rise as messages come, give or take a batch, so it is
    found by halving, without an index on the time."""
    low, high = 0, newest
    while low < high:
        middle = (low + high + 1) // 2
        row = Interaction.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "received_at").first()
        if row is not None and row[1] < since:
            low = max(middle, row[0])
        else:
            high = middle - 1
    return low


def _of_brand(run: BackTest) -> Any:
    """Its messages, rehearsals aside."""
    teams = list(Team.objects.filter(brand=run.brand_id).values_list("pk", flat=True))
    rehearsing = [channel.pk for channel in Channel.objects.filter(brand=run.brand_id) if channel.is_rehearsal]
    return Interaction.objects.filter(team__in=teams).exclude(channel__in=rehearsing).exclude(text="")


def _judge_stretch(run: BackTest) -> bool:
    """The next messages, judged outside of any transaction; kept in a short one."""
    last_id = run.last_id or 0
    upto = min(run.cursor + IDS_AT_ONCE, last_id)
    rows = _of_brand(run).filter(pk__gt=run.cursor, pk__lte=upto, received_at__gte=run.since)
    if run.is_sample:
        rows = rows.annotate(place=Mod(F("pk"), run.step)).filter(place=0)
    stretch = list(rows.select_related("contact").order_by("pk")[:STRETCH])
    cursor = stretch[-1].pk if len(stretch) == STRETCH else upto
    return keep_stretch(run, cursor=cursor, **_found(run, stretch))


def _found(run: BackTest, stretch: Sequence[Interaction]) -> dict[str, Any]:
    old, new = bench_of(run.against), bench_of(run.version)
    nights = Nights(run, old, new)
    counted = {UP: run.up, DOWN: run.down, OTHER: run.other}
    levels = {side: dict.fromkeys(("", *LEVELS), 0) | run.levels.get(side, {}) for side in ("before", "after")}
    changes = []
    for row, facts in facts_of_each(stretch, max(old.longest_look_back, new.longest_look_back)):
        before, after = old.ruling(row.text, facts), new.ruling(row.text, facts)
        levels["before"][before.level] += 1
        levels["after"][after.level] += 1
        nights.hear(row, before, after)
        if kind := difference(before, after):
            counted[kind] += 1
            changes.append(_change(run, row, before, after, kind))
    found = {"judged": run.judged + len(stretch), "levels": levels} | counted | nights.figures()
    return {"found": found, "changes": changes}


def _change(run: BackTest, row: Interaction, before: Ruling, after: Ruling, kind: str) -> BackTestChange:
    return BackTestChange(
        run=run,
        message=row.pk,
        team=row.team_id,
        gravity=_gravity(before, after, kind),
        before=before.level,
        after=after.level,
        why_before=explained(before.why),
        why_after=explained(after.why),
    )


def _gravity(before: Ruling, after: Ruling, kind: str) -> int:
    if kind == OTHER:
        return Gravity.OTHER
    if kind == DOWN:
        return Gravity.LEAVES_RED if before.level == "red" else Gravity.DOWN
    return Gravity.BECOMES_RED if after.level == "red" else Gravity.UP
