"""Where a text stands: the same answer from the rule and from the database, to the day."""

from itertools import product

import pytest
import time_machine

from playbook.life import USABLE, Life, life_of
from playbook.models import ResponseTemplate
from tests.playbook.library import day, in_use

TODAY = day("2026-11-20")
DAYS = [None, day("2026-11-19"), TODAY, day("2026-11-21")]
STANDING = {"is_retired": False, "is_approved": True, "has_proposal": False, "review_by": None, "expires_on": None}


@pytest.mark.parametrize(
    ("facts", "life"),
    [
        ({}, Life.IN_USE),
        ({"has_proposal": True}, Life.IN_USE),
        ({"is_approved": False, "has_proposal": True}, Life.PROPOSED),
        ({"is_approved": False}, Life.TURNED_DOWN),
        ({"is_approved": False, "is_retired": True}, Life.RETIRED),
        ({"review_by": day("2026-11-21")}, Life.IN_USE),
        ({"review_by": TODAY}, Life.DUE),
        ({"expires_on": day("2026-11-21")}, Life.IN_USE),
        ({"expires_on": TODAY}, Life.EXPIRED),
        ({"review_by": TODAY, "expires_on": TODAY}, Life.EXPIRED),
        ({"expires_on": TODAY, "is_retired": True}, Life.RETIRED),
    ],
)
def test_a_text_stands_in_one_place(facts, life):
    assert life_of(today=TODAY, **(STANDING | facts)) == life


def test_the_database_finds_each_where_the_rule_puts_it(cast):
    with time_machine.travel("2026-11-20 12:00Z", tick=False):
        rows = [
            in_use(cast, name=f"t{number}", review_by=review, expires_on=expires, is_retired=retired)
            for number, (review, expires, retired) in enumerate(product(DAYS, DAYS, (False, True)))
        ]
        found = {words.pk: life for life in Life for words in ResponseTemplate.objects.in_life(life)}
        usable = set(ResponseTemplate.objects.usable().values_list("pk", flat=True))
        for words in rows:
            assert found[words.pk] == words.life
            assert (words.pk in usable) == (words.life in USABLE)
        counted = ResponseTemplate.objects.counted()
    assert sum(counted[life.name] for life in Life) == ResponseTemplate.objects.count()
    assert counted["ALL"] == ResponseTemplate.objects.filter(is_retired=False).count()


@pytest.mark.parametrize(("moment", "is_usable"), [("2026-11-19 23:59:59Z", True), ("2026-11-20 00:00Z", False)])
def test_a_text_is_used_to_the_last_second_before_the_day_on_which_it_expires(cast, moment, is_usable):
    words = in_use(cast, expires_on=TODAY)
    with time_machine.travel(moment, tick=False):
        assert ResponseTemplate.objects.usable().filter(pk=words.pk).exists() == is_usable
        assert (words.life in USABLE) == is_usable


@pytest.mark.parametrize(("moment", "life"), [("2026-11-19 23:59:59Z", Life.IN_USE), ("2026-11-20 00:00Z", Life.DUE)])
def test_a_text_is_due_for_review_from_its_day_on_and_stays_usable(cast, moment, life):
    words = in_use(cast, review_by=TODAY)
    with time_machine.travel(moment, tick=False):
        assert words.life == life
        assert ResponseTemplate.objects.usable().filter(pk=words.pk).exists()
