"""From an event to who hears it: each once, by whoever is alive, until it succeeds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit import outbox
from audit.models import Delivery, Event
from audit.outbox import Subscription
from audit.record import record
from escalation_site import wiring
from interactions.models import Interaction
from oncall.models import Alert, AlertFlag
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class Listener:
    """A subscriber that fails as long as it is told to."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.is_down = False
        self.says = "Nobody at home"

    def __call__(self, event: Event) -> None:
        if self.is_down:
            raise ConnectionError(self.says)
        self.heard.append(event.pk)


@pytest.fixture
def listener() -> Iterator[Listener]:
    ear = Listener()
    wanted = Subscription("ear", ear, lambda facts: facts.get("loud", True))
    outbox.wire(wiring.SUBSCRIPTIONS | {"interactions.noted": [wanted]})
    yield ear
    outbox.wire(wiring.SUBSCRIPTIONS)


def note(cast: Cast, **facts: bool) -> Event:
    return record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand, facts=facts)


def test_a_delivery_is_made_once(cast: Cast, listener: Listener) -> None:
    event = note(cast)
    assert [outbox.sweep(), outbox.sweep()] == [1, 0]
    assert listener.heard == [event.pk]
    done = Delivery.objects.get(event=event)
    assert (done.state, done.lease, done.attempts) == ("done", None, 1)


def test_who_does_not_want_it_costs_no_row(cast: Cast, listener: Listener) -> None:
    note(cast, loud=False)
    assert not Delivery.objects.exists()


def test_two_workers_claim_it_and_one_has_it(cast: Cast, listener: Listener) -> None:
    pk = Delivery.objects.get(event=note(cast)).pk
    first, second = outbox._claim(pk), outbox._claim(pk)
    assert first is not None
    assert second is None
    assert outbox.deliver(pk) is False
    assert listener.heard == []


def test_a_failure_over_what_no_database_keeps_is_noted_all_the_same(cast: Cast, listener: Listener) -> None:
    listener.is_down, listener.says = True, "no \0 at home"
    event = note(cast)
    assert outbox.sweep() == 0
    assert Delivery.objects.get(event=event).last_error == "ConnectionError: no \ufffd at home"


def test_a_failure_backs_off_keeps_its_words_and_is_tried_again(cast: Cast, listener: Listener) -> None:
    listener.is_down = True
    event = note(cast)
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(12):
            assert outbox.sweep() == 0
            failed = Delivery.objects.get(event=event)
            waits.append((failed.due_at - timezone.now()).total_seconds())
            assert outbox.sweep() == 0
            assert Delivery.objects.get(event=event).attempts == failed.attempts
            clock.shift(failed.due_at - timezone.now())
        assert failed.last_error == "ConnectionError: Nobody at home"
        assert waits[:4] == [2, 4, 8, 16]
        assert waits[-1] == outbox.LONGEST_WAIT.total_seconds()
        listener.is_down = False
        assert outbox.sweep() == 1
    assert listener.heard == [event.pk]
    assert Delivery.objects.get(event=event).last_error == ""


def test_what_a_dead_worker_had_is_made_when_its_lease_ends(cast: Cast, listener: Listener) -> None:
    event = note(cast)
    assert outbox._claim(Delivery.objects.get(event=event).pk)
    with time_machine.travel(timezone.now() + outbox.LEASE_FOR - timedelta(seconds=2)):
        assert outbox.sweep() == 0
    with time_machine.travel(timezone.now() + outbox.LEASE_FOR + timedelta(seconds=1)):
        assert outbox.sweep() == 1
    assert listener.heard == [event.pk]


def test_a_worker_that_was_overtaken_does_not_undo_what_the_other_noted(cast: Cast, listener: Listener) -> None:
    pk = Delivery.objects.get(event=note(cast)).pk

    def be_overtaken(_event: Event) -> None:
        Delivery.objects.filter(pk=pk).update(state="done", lease=None)
        raise ConnectionError("Too late")

    outbox.wire({"interactions.noted": [Subscription("ear", be_overtaken)]})
    assert outbox.deliver(pk) is False
    assert (Delivery.objects.get(pk=pk).state, Delivery.objects.get(pk=pk).last_error) == ("done", "")


def test_one_that_fails_holds_up_no_other(cast: Cast, listener: Listener) -> None:
    lost = Delivery.objects.create(event=note(cast, loud=False), subscriber="gone", due_at=timezone.now())
    event = note(cast)
    assert outbox.sweep() == 1
    assert listener.heard == [event.pk]
    assert "Nobody is called" in Delivery.objects.get(pk=lost.pk).last_error


def test_every_subscriber_of_the_product_may_hear_the_same_twice(cast: Cast) -> None:
    """Idempotent, each of them: a delivery is made at least once."""
    red = cast.flagged("hacking")
    outbox.sweep()
    alerts = list(Alert.objects.values())
    for event in Event.objects.filter(subject_type="interactions.interaction").order_by("pk"):
        for subscription in wiring.SUBSCRIPTIONS[event.name]:
            if subscription.wants(event.facts):
                subscription.make(Delivery(event=event))
    assert list(Alert.objects.values()) == alerts
    assert AlertFlag.objects.filter(interaction=red).count() == 1
    assert Interaction.objects.get(pk=red.pk).is_held
