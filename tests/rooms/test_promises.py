"""A public word that was promised and did not come pages somebody, once (N6)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from interactions import actions as core
from interactions.models import Interaction, Reply
from oncall import actions
from oncall.actions.promising import strike_promises
from oncall.models import Alert, MissedPromise
from oncall.wording import message_for
from tests.oncall.conftest import scheduled
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db


def after(**ahead: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**ahead), tick=False)


def test_a_first_word_that_is_late_pages_once_and_its_statement_ends_it(house: House) -> None:
    scheduled(house.cast)
    assert strike_promises() == 0
    with after(minutes=31):
        assert strike_promises() == 1
        assert strike_promises() == 0
        missed = MissedPromise.objects.get()
        alert = Alert.objects.get(pk=missed.alert_id)
        assert alert.is_live
        page = alert.pages.first()
        assert page is not None
        assert "public word" in message_for(page).subject
        actions.note_posted(house.signed(), by=house.amara, link="https://tern.example/news")
        assert Alert.objects.get(pk=alert.pk).state == "resolved"
        assert strike_promises() == 0
    with after(hours=4):
        assert strike_promises() == 1  # the next update it promised did not come either


def test_an_answer_that_went_out_is_a_first_word(house: House) -> None:
    row = house.inside("praise")
    core.draft(row, by=house.amara, text="Thank you.")
    Reply.objects.filter(interaction=row).update(state="sent", sent_at=later(minutes=1))
    with after(minutes=31):
        assert strike_promises() == 0
    assert house.fresh.first_word_at


def test_a_holding_message_is_a_promise_that_anything_later_keeps(house: House) -> None:
    red = house.cast.flagged("hacking")
    statement = core.state_holding(red, by=house.amara, message=house.cast.holding, next_update_at=later())
    core.sign_statement(statement, by=house.priya)
    reply = core.sign_statement(statement, by=house.dev)
    actions.promise_update(house.fresh, by=house.dev, due_at=later(hours=90))
    type(house.room).objects.update(first_word_at=timezone.now())
    assert reply is not None
    with after(hours=2):
        assert strike_promises() == 0  # it never went out: nobody was promised anything
        Reply.objects.filter(pk=reply.pk).update(state="sent", sent_at=timezone.now() - timedelta(hours=2))
        assert strike_promises() == 1
        assert strike_promises() == 0
    assert MissedPromise.objects.get(key=f"holding:{statement.pk}").alert.flags.get().interaction == red
    MissedPromise.objects.all().delete()
    Interaction.objects.filter(pk=red.pk).update(state="closed", closed_as="spam", closed_at=timezone.now())
    with after(hours=3):
        assert strike_promises() == 0
