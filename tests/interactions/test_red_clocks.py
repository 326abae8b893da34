"""The stop bar's two clocks: our first public word, then the next one that was promised (N6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from interactions import actions
from interactions.models import Interaction, Reply
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def red(cast: Cast) -> Interaction:
    return cast.flagged("hacking", "My account is gone.")


def bar(client: Client, cast: Cast, red: Interaction) -> str:
    client.force_login(cast.priya)
    page = client.get(f"/inbox/{red.pk}/").content.decode()
    return " ".join(page.partition('class="stopbar"')[2].partition('class="redgrid"')[0].split())


def said(cast: Cast, red: Interaction, **facts: Any) -> Reply:
    """A holding message that went out so long after the flag."""
    update = timezone.now() + timedelta(hours=1)
    statement = actions.state_holding(red, by=cast.priya, message=cast.holding, next_update_at=update)
    actions.sign_statement(statement, by=cast.priya)
    actions.sign_statement(statement, by=cast.ingrid)
    Reply.objects.update(state="sent", sent_at=red.received_at + timedelta(**facts))
    return Reply.objects.get()


def test_it_counts_to_the_first_word_until_there_is_one(client: Client, cast: Cast, red: Interaction) -> None:
    shown = bar(client, cast, red)
    assert "first public word" in shown
    assert "to the next update" not in shown


def test_then_it_says_how_long_that_took_and_counts_to_the_promised_update(
    client: Client, cast: Cast, red: Interaction
) -> None:
    said(cast, red, minutes=9)
    shown = bar(client, cast, red)
    assert "<b>9m</b>" in shown
    assert "first public word, target 15m" in shown
    assert "in time" in shown
    assert "to the next update" in shown


def test_a_word_that_was_late_is_not_called_in_time(client: Client, cast: Cast, red: Interaction) -> None:
    said(cast, red, minutes=40)
    assert "in time" not in bar(client, cast, red)
