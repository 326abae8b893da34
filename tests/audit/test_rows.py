"""Many rows at once come out as the ORM would have written them, on either database."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Delivery, Event
from audit.rows import insert, update

DUE_AT = datetime(2026, 3, 1, 8, 30, 0, 123456, UTC)


@pytest.fixture
def deliveries(chain: list[Event]) -> list[Delivery]:
    rows = [Delivery(event_id=event.pk, subscriber="tests", due_at=DUE_AT) for event in chain]
    insert(rows)
    return rows


def test_inserted_rows_have_their_ids_and_can_be_read_back(deliveries: list[Delivery]) -> None:
    assert list(Delivery.objects.filter(subscriber="tests").order_by("pk")) == deliveries
    assert {row.due_at for row in Delivery.objects.filter(subscriber="tests")} == {DUE_AT}


def test_an_update_writes_the_named_fields_of_each_row_and_no_other(deliveries: list[Delivery]) -> None:
    lease = uuid.uuid4()
    for number, row in enumerate(deliveries[:-1]):
        row.lease, row.due_at, row.last_error, row.attempts = lease, DUE_AT.replace(hour=number), "‘quoted’ \\ \n", 9
    with CaptureQueriesContext(
        connection,
    ) as sent:
        update(deliveries[:-1], ["lease", "due_at", "last_error"])
    assert len(sent) == 1

    kept = list(Delivery.objects.filter(subscriber="tests").order_by("pk"))
    assert [row.due_at.hour for row in kept] == [*range(len(kept) - 1), DUE_AT.hour]
    assert {(row.lease, row.last_error) for row in kept[:-1]} == {(lease, "‘quoted’ \\ \n")}
    assert {row.attempts for row in kept} == {0}
    assert kept[-1].lease is None


def test_nothing_to_write_asks_nothing_of_the_database(db: None) -> None:
    with CaptureQueriesContext(connection) as sent:
        insert([])
        update([], ["lease"])
    assert len(sent) == 0
