"""A back-test: begun by a person, carried on stretch by stretch by the room that knows the messages, read by people.

Two may carry on the same run at once: a stretch is kept only if the run still stands where it was when it was read.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import User
from accounts.notices import notify
from playbook import checks
from playbook.drafting import in_force
from playbook.edits import holding, note
from playbook.models import BackTest, BackTestChange, BackTestReading, TaxonomyVersion
from playbook.whole.judging import Why

State = BackTest.State
PAST = timedelta(days=30)
LEASE = timedelta(seconds=60)
MOST_FAILURES = 5


def begin_back_test(*, by: User, version: TaxonomyVersion) -> BackTest:
    """Begin a run of the draft as it is; the one that is running where there is one. Raises Conflict and Invalid."""
    against = in_force(version.brand)
    checks.check_may_back_test(by, version, against)
    with holding(version.brand) as playbook:
        draft = checks.check_open(version, {"draft", "asked"})
        running = BackTest.objects.running().filter(version=draft).first()
        if running and running.sha256 == draft.sha256:
            return running
        if running:
            _end(running, State.STALE)
        now = timezone.now()
        run = BackTest.objects.create(
            brand=draft.brand,
            version=draft,
            against=against,
            sha256=draft.sha256,
            asked_by=by,
            asked_at=now,
            since=now - PAST,
            next_at=now,
        )
        note("back_test_begun", by=by, thing=run, playbook=playbook, number=draft.number)
    return run


def claim(run_id: int) -> BackTest | None:
    """The run, if it is due, leased to the caller for a minute. One whose draft changed ends here."""
    now = timezone.now()
    due = BackTest.objects.running().filter(pk=run_id, next_at__lte=now)
    if not due.update(next_at=now + LEASE):
        return None
    run = BackTest.objects.select_related("brand", "version", "against").get(pk=run_id)
    if run.version.sha256 != run.sha256 or not run.version.is_open:
        _end(run, State.STALE)
        return None
    return run


def measured(run: BackTest, *, after_id: int, last_id: int, step: int, total: int) -> BackTest:
    """Say once what is judged."""
    rows = BackTest.objects.running().filter(pk=run.pk, last_id=None)
    rows.update(after_id=after_id, cursor=after_id, last_id=last_id, step=step, total=total)
    return BackTest.objects.select_related("brand", "version", "against").get(pk=run.pk)


def keep_stretch(run: BackTest, *, cursor: int, found: dict[str, Any], changes: Sequence[BackTestChange]) -> bool:
    """Keep what a stretch up to ``cursor`` brought: its counts and states by field, and what changes. False where
    somebody else was quicker, who found the same."""
    with transaction.atomic():
        still_there = BackTest.objects.running().filter(pk=run.pk, cursor=run.cursor)
        if not still_there.update(cursor=cursor, failures=0, next_at=timezone.now() + LEASE, **found):
            return False
        BackTestChange.objects.bulk_create(changes, batch_size=500)
    return True


def let_go(run: BackTest) -> None:
    """Whoever comes next goes on with it."""
    BackTest.objects.running().filter(pk=run.pk).update(next_at=timezone.now())


def stumbled(run: BackTest) -> None:
    """A stretch could not be judged: try again later, and give up after some times."""
    BackTest.objects.running().filter(pk=run.pk).update(failures=F("failures") + 1)
    now = BackTest.objects.get(pk=run.pk)
    if now.failures >= MOST_FAILURES:
        _end(now, State.FAILED)
    else:
        BackTest.objects.running().filter(pk=run.pk).update(next_at=timezone.now() + now.failures * LEASE)


def finish_back_test(run: BackTest) -> None:
    """Every message of it is judged: whoever asked is told."""
    _end(run, State.DONE)


def read_changes(*, by: User, run: BackTest, changes: Sequence[BackTestChange]) -> None:
    """Keep that the person has read these; twice is once."""
    checks.check_may_read(by, list(changes), run)
    now = timezone.now()
    rows = [BackTestReading(change=change, user=by, read_at=now) for change in changes]
    BackTestReading.objects.bulk_create(rows, ignore_conflicts=True)


def forget_changes(limit: int = 1_000) -> int:
    """Delete what old runs found, a thousand at a time: of drafts that changed, and of any after 90 days. The figures
    stay. How many went."""
    old = BackTestChange.objects.filter(run__state__in=[State.STALE, State.FAILED]).values_list("pk", flat=True)
    ids = list(old[:limit]) or list(_of_long_ago().values_list("pk", flat=True)[:limit])
    return BackTestChange.objects.filter(pk__in=ids).delete()[0] if ids else 0


def explained(why: Sequence[Why]) -> list[dict[str, Any]]:
    """Reasons as they are kept."""
    return [{name: list(v) if isinstance(v, tuple) else v for name, v in asdict(each).items()} for each in why]


def _of_long_ago() -> Any:
    return BackTestChange.objects.filter(run__ended_at__lt=timezone.now() - timedelta(days=90))


def _end(run: BackTest, state: str) -> None:
    """Once; twice changes nothing."""
    with holding(run.brand) as playbook:
        rows = BackTest.objects.running().filter(pk=run.pk)
        if not rows.update(state=state, ended_at=timezone.now()):
            return
        ended = BackTest.objects.select_related("version", "asked_by").get(pk=run.pk)
        facts = {"number": ended.version.number, "judged": ended.judged}
        facts |= {"up": ended.up, "down": ended.down, "other": ended.other}
        note("back_tested", by=SYSTEM, thing=ended, playbook=playbook, details=None, **facts)
        if state == State.DONE:
            _tell(ended)


def _tell(run: BackTest) -> None:
    said = _("The back-test of %(version)s is done: %(changed)d of %(judged)d messages would be judged differently.")
    notify(
        run.asked_by,
        kind="work-finished",
        text=said % {"version": run.version, "changed": run.changed, "judged": run.judged},
        url=run.version.get_absolute_url(),
        key=f"back-test:{run.pk}",
        brand=run.brand,
    )
