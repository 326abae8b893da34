"""Whether a message stands alone: shared rare words count, common ones do not, and the work is bounded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import access, alike, kin
from interactions.models import Interaction
from tests.cast import Cast

BAGS = [
    "My suitcase never arrived in Lisbon, flight TA204, nobody answers",
    "Flight TA204 to Lisbon: no suitcase for anyone, and nobody answers the phone",
    "Still no suitcase from TA204 to Lisbon. Is anybody there?",
]
OTHERS = [
    "What a lovely crew on the way to Oslo!",
    "When do you open the lounge in Madrid?",
    "Can I take my dog on board?",
    "Nobody answers the phone, and I wanted another seat for Saturday",
    "Your app is down again",
]


def test_rare_words_tie_messages_together_and_common_ones_do_not():
    texts = dict(enumerate([*BAGS[1:], *OTHERS]))
    found = alike.scores(BAGS[0], texts)
    assert set(found) == {0, 1}
    assert all(alike.ALIKE_FROM <= score <= 1 for score in found.values())


def test_a_copy_is_wholly_alike_and_nothing_is_alike_to_nothing():
    assert alike.scores(BAGS[0], {1: BAGS[0], 2: OTHERS[0]})[1] == pytest.approx(1)
    assert alike.scores("", {1: BAGS[0]}) == {}
    assert alike.scores("@TernAir https://x.example/1", {1: BAGS[0]}) == {}
    assert alike.scores(BAGS[0], {}) == {}


def seen(cast: Cast, row: Interaction, who: str = "amara") -> kin.Kin:
    person = getattr(cast, who)
    return kin.kin_of(row, access.visible(person), access.teams_of_brand(person, row.brand_id))


def test_people_are_counted_not_messages_and_one_is_no_crowd_of_oneself(cast: Cast):
    first = cast.received(BAGS[0], author="ida")
    for text in OTHERS:
        cast.received(text)
    assert not seen(cast, first).people
    cast.received(BAGS[1], author="ida")
    assert not seen(cast, first).people
    cast.received(BAGS[1], author="olu")
    cast.received(BAGS[2], author="olu")
    found = seen(cast, first)
    assert (found.people, found.is_broad) == (1, False)
    for author in ("kim", "noa"):
        cast.received(BAGS[2], author=author)
    assert seen(cast, first).is_broad


def test_what_is_old_or_not_ones_to_see_is_not_counted(cast: Cast):
    first = cast.received(BAGS[0])
    old, new = cast.received(BAGS[1]), cast.received(BAGS[2])
    Interaction.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=4))
    assert [near.row.pk for near in seen(cast, first).near] == [new.pk]
    assert seen(cast, first, "nora").near == []


def test_it_reads_a_bounded_number_on_either_side(cast: Cast, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(kin, "LOOKED_AT", 4)
    rows = [cast.received(f"{BAGS[0]} {n}") for n in range(8)]
    with django_assert_max_num_queries(7):  # two of them are the person's rights and teams
        found = seen(cast, rows[4])
    assert found.looked_at == 4
    assert {near.row.pk for near in found.near} == {row.pk for row in (rows[2], rows[3], rows[5], rows[6])}
