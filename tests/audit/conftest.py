from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event
from audit.record import record
from audit.sealing import seal
from tests.cast import Cast


@pytest.fixture
def chain(cast: Cast) -> list[Event]:
    """Nine events with words, under three seals of three."""
    while seal():
        pass
    told = []
    for link in range(3):
        with time_machine.travel(timezone.now() + timedelta(seconds=link - 10)):
            told += [
                record(
                    "interactions.noted",
                    by=cast.amara,
                    subject=cast.channel,
                    brand=cast.brand,
                    facts={"number": number},
                    details={"why": f"{link}{number}"},
                )
                for number in range(3)
            ]
        assert seal() == 3
    return list(Event.objects.filter(pk__in=[event.pk for event in told]).order_by("pk"))
