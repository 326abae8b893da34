"""What a look for due work costs while much is finished: it must not grow with what nobody asks for any more."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from audit import outbox
from audit.models import Delivery, Event
from escalation_site.benchmarks.company import Company
from escalation_site.benchmarks.figures import Figure, Watch, percentile, percentiles
from escalation_site.benchmarks.filling import Sheet
from oncall import engine, invariants
from oncall.models import Alert, Page
from playbook.models import Topic

FEW = 1_000
A_FLAG = 5_000  # finished rows for each red flag of the benchmark: a million at its usual size
LOOKS = 200
A_CRISIS = 50  # pages an alert


def costs(built: Company, flags: int) -> Iterator[Figure]:
    """A look by every sweep of paging, among few finished rows and among many. Nothing is due."""
    many = max(flags * A_FLAG, 2 * FEW)
    few = _look_among(built, 0, FEW)
    much = _look_among(built, FEW, many)
    yield Figure("paging", "sweep, nothing due", connection.vendor, FEW, **percentiles(few))
    floor = f"the p50 of the same look among {FEW:,}"
    ratio = round(percentile(much, 0.5) / percentile(few, 0.5), 2)
    yield Figure(
        "paging", "sweep, nothing due, growth", connection.vendor, many, **percentiles(much), floor=floor, ratio=ratio
    )


def _look_among(built: Company, before: int, rows: int) -> list[float]:
    _fill(built, before + 1, rows)
    watch = Watch()
    for _look in range(LOOKS):
        watch.time(_look_once)
    return watch.took[LOOKS // 10 :]


def _look_once() -> None:
    outbox.sweep()
    engine.sweep()
    invariants.look()


@transaction.atomic
def _fill(built: Company, first: int, last: int) -> None:
    """Pages that were sent, their alerts, and deliveries that were made, numbered so."""
    then = timezone.now() - timedelta(days=1)
    topic = Topic.objects.filter(brand=built.brand, level="red")[0]
    event = Event.objects.order_by("pk")[0]
    over = Alert(
        brand=built.brand, team=built.teams[0], topic=topic, plan={}, raised_at=then, resolved_at=then, state="resolved"
    )
    sent = Page(
        user=built.owner, kind="email", address="past@bench.example", state="sent", created_at=then, sent_at=then
    )
    sent.next_attempt_at = sent.tried_at = then
    made = Delivery(event=event, due_at=then, done_at=then, state="done")
    alerts, pages, deliveries = (Sheet(pattern) for pattern in (over, sent, made))
    for number in range(first, last + 1):
        if number % A_CRISIS == 1:
            alerts.add(id=number, key=f"past:{number}")
        deliveries.add(id=number, subscriber=f"past:{number}")
    alerts.write()
    deliveries.write()
    for number in range(first, last + 1):
        pages.add(id=number, key=f"past:{number}", alert_id=number - (number - 1) % A_CRISIS)
    pages.write()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Alert, Page, Delivery]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")  # as the database does by itself after a while
