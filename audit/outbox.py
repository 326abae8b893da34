"""From an event to those who want to know: deliveries are rows, claimed under a lease, tried until they succeed."""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit import rows
from audit.faults import reach
from audit.models import Delivery, Event
from audit.nudge import nudge

log = logging.getLogger(__name__)
LEASE_FOR = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=5)


def _always(_facts: dict[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Subscription:
    """``call(event)`` is idempotent: a delivery is made at least once. ``wants(facts)`` spares rows nobody needs.

    With ``call_many`` in its place, the events of one ``record_many`` are one delivery, made to all of them at once.
    """

    name: str
    call: Callable[[Event], None] | None = None
    wants: Callable[[dict[str, Any]], bool] = _always
    queue: str = "default"
    call_many: Callable[[Sequence[Event]], None] | None = None

    def make(self, delivery: Delivery) -> None:
        """Call the subscriber with what is delivered."""
        if self.call_many is not None:
            more = Event.objects.filter(pk__in=delivery.more or []).order_by("pk")
            self.call_many([delivery.event, *more])
        elif self.call is not None:
            self.call(delivery.event)


_subscriptions: dict[str, list[Subscription]] = {}


def wire(subscriptions: dict[str, list[Subscription]]) -> None:
    """Say which events exist and who hears them; called once at start."""
    _subscriptions.clear()
    _subscriptions.update(subscriptions)


def check_declared(name: str) -> None:
    if name not in _subscriptions:
        raise LookupError(f"The event “{name}” is not declared in escalation_site/wiring.py.")


def enqueue(events: Sequence[Event]) -> None:
    """Write a delivery for each subscriber that wants an event, and nudge the fast path once this is committed."""
    now = timezone.now()
    wanted: list[tuple[str, Delivery]] = []
    together: dict[str, Delivery] = {}
    for event in events:
        for subscription in _subscriptions[event.name]:
            if not subscription.wants(event.facts):
                continue
            if (first := together.get(subscription.name)) is not None:
                first.more = [*(first.more or ()), event.pk]
                continue
            delivery = Delivery(event_id=event.pk, subscriber=subscription.name, due_at=now)
            wanted.append((subscription.queue, delivery))
            if subscription.call_many is not None:
                together[subscription.name] = delivery
    if not wanted:
        return
    rows.insert([delivery for _queue, delivery in wanted])
    by_queue: dict[str, list[int]] = {}
    for queue, delivery in wanted:
        by_queue.setdefault(queue, []).append(delivery.pk)

    def after_commit() -> None:
        for queue, ids in by_queue.items():
            nudge("audit.tasks.deliver", ids, queue=queue)

    transaction.on_commit(after_commit, robust=True)


def deliver(delivery_id: int) -> bool:
    """Hand one delivery to its subscriber, if nobody else has it. True when it is done now; a failure is kept and
    tried again after a growing wait, for ever: a subscriber that cannot be reached must not lose anything."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    reach("deliver:after_claim")
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    try:
        _subscription(delivery).make(delivery)
    except Exception as error:
        log.exception("Delivery %s to %s failed", delivery.pk, delivery.subscriber)
        wait = min(timedelta(seconds=2 ** min(delivery.attempts, 9)), LONGEST_WAIT)
        mine.update(lease=None, due_at=timezone.now() + wait, last_error=_told(error))
        return False
    reach("deliver:after_call")
    mine.update(state=Delivery.State.DONE, lease=None, done_at=timezone.now(), last_error="")
    return True


def sweep(limit: int = 200) -> int:
    """Make every delivery that is due, oldest first: what a nudge missed, what failed, what a dead worker left."""
    due = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=timezone.now()).order_by("due_at", "id")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def is_behind(by: timedelta) -> bool:
    """Whether something has been due for that long that nobody has tried yet: after a standstill, or a great load."""
    untried = Delivery.objects.filter(state=Delivery.State.PENDING, attempts=0)
    return untried.filter(due_at__lt=timezone.now() - by).exists()


def _claim(delivery_id: int) -> Delivery | None:
    """Take the lease by one conditional UPDATE; ``due_at`` becomes its end, so a dead worker's lease just falls due."""
    now = timezone.now()
    lease = uuid.uuid4()
    claimed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.PENDING, due_at__lte=now).update(
        lease=lease, due_at=now + LEASE_FOR, attempts=F("attempts") + 1
    )
    # Its event is looked up by its own key: of two tables that only grow a planner knows no end, and may walk one.
    return Delivery.objects.get(pk=delivery_id) if claimed else None


def _told(error: Exception) -> str:
    """In words that any database keeps: what failed may have failed over a customer's own."""
    said = f"{type(error).__name__}: {error}".encode(errors="backslashreplace").decode()
    return said.replace("\0", "\N{REPLACEMENT CHARACTER}")[:500]


def _subscription(delivery: Delivery) -> Subscription:
    for subscription in _subscriptions.get(delivery.event.name, []):
        if subscription.name == delivery.subscriber:
            return subscription
    raise LookupError(f"Nobody is called “{delivery.subscriber}” for {delivery.event.name} any more.")
