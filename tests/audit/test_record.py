"""Writing the record (P7)."""

import pytest
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.models import User
from audit.models import Event, EventDetail
from audit.record import record
from audit.timeline import timeline
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused(cast: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(transaction.TransactionManagementError, match="in the transaction of what it records"):
        record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand)
    assert Event.objects.count() == before


def test_an_event_that_nobody_declared_is_refused(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"interactions\.forgotten"):
        record("interactions.forgotten", by=cast.amara, subject=cast.channel, brand=cast.brand)
    assert not Event.objects.filter(name="interactions.forgotten").exists()


def test_an_event_goes_with_what_it_records_or_not_at_all(cast: Cast) -> None:
    def break_off() -> None:
        with transaction.atomic():
            record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand, details={"why": "x"})
            raise ZeroDivisionError

    before = (Event.objects.count(), EventDetail.objects.count())
    with pytest.raises(ZeroDivisionError):
        break_off()
    assert (Event.objects.count(), EventDetail.objects.count()) == before


def test_it_says_whether_a_person_a_machine_or_the_product_acted(cast: Cast) -> None:
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    told = [
        record("interactions.noted", by=by, subject=cast.channel, brand=cast.brand) for by in (cast.amara, bot, SYSTEM)
    ]
    assert [(event.actor_kind, event.actor_id) for event in told] == [
        ("person", cast.amara.pk),
        ("machine", bot.pk),
        ("system", None),
    ]


def test_words_stand_beside_the_event_under_a_salt_of_their_own(cast: Cast) -> None:
    words = {"why": "The same words"}
    one, two = (
        record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand, details=words)
        for _each in range(2)
    )
    assert "same words" not in str(one.facts)
    assert one.detail_digest != two.detail_digest
    assert one.detail.words == words


def test_the_timeline_of_a_thing_is_in_the_order_it_was_written(cast: Cast) -> None:
    for name in ("interactions.noted", "interactions.assigned", "interactions.noted"):
        record(name, by=cast.amara, subject=cast.channel, brand=cast.brand)
    record("interactions.closed", by=cast.amara, subject=cast.brand, brand=cast.brand)
    told = timeline(cast.channel).values_list("name", flat=True)
    assert list(told) == ["interactions.noted", "interactions.assigned", "interactions.noted"]
