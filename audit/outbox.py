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
    """``call(event)`` is idempotent: a delivery is made at least once. ``wants(facts)`` spares rows nobody needs."""

    name: str
    call: Callable[[Event], None]
    wants: Callable[[dict[str, Any]], bool] = _always
    queue: str = "default"


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
    wanted = [
        (subscription.queue, Delivery(event_id=event.pk, subscriber=subscription.name, due_at=now))
        for event in events
        for subscription in _subscriptions[event.name]
        if subscription.wants(event.facts)
    ]
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
        _subscription(delivery).call(delivery.event)
    except Exception as error:
        log.exception("Delivery %s to %s failed", delivery.pk, delivery.subscriber)
        wait = min(timedelta(seconds=2 ** min(delivery.attempts, 9)), LONGEST_WAIT)
        mine.update(lease=None, due_at=timezone.now() + wait, last_error=f"{type(error).__name__}: {error}"[:500])
        return False
    reach("deliver:after_call")
    mine.update(state=Delivery.State.DONE, lease=None, done_at=timezone.now(), last_error="")
    return True


def sweep(limit: int = 200) -> int:
    """Make every delivery that is due, oldest first: what a nudge missed, what failed, what a dead worker left."""
    due = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=timezone.now()).order_by("due_at", "id")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _claim(delivery_id: int) -> Delivery | None:
    """Take the lease by one conditional UPDATE; ``due_at`` becomes its end, so a dead worker's lease just falls due."""
    now = timezone.now()
    lease = uuid.uuid4()
    claimed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.PENDING, due_at__lte=now).update(
        lease=lease, due_at=now + LEASE_FOR, attempts=F("attempts") + 1
    )
    return Delivery.objects.select_related("event").get(pk=delivery_id) if claimed else None


def _subscription(delivery: Delivery) -> Subscription:
    for subscription in _subscriptions.get(delivery.event.name, []):
        if subscription.name == delivery.subscriber:
            return subscription
    raise LookupError(f"Nobody is called “{delivery.subscriber}” for {delivery.event.name} any more.")
