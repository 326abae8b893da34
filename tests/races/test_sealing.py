"""Sealers and writers as real processes on one database."""

import pytest

from audit.models import Event, Seal
from audit.sealing import seal
from audit.verification import breaks
from tests.cast import Cast
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_sealers_at_once_never_fork_the_chain_and_miss_nothing(desk: Cast, four: Crew) -> None:
    case = desk.received()
    for _round in range(ROUNDS):
        write = ("note_for_ever", {"interaction": case.pk, "by": "amara", "times": 3})
        four.at_once(write, ("seal", {}), ("seal", {}), write)
    while seal():
        pass
    assert not Event.objects.filter(seal=None).exists()
    numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(breaks()) == []
