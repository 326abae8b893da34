"""Handing a red flag over to somebody by name, who must accept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions.models import Interaction
from oncall import actions, links
from oncall.models import Alert, HandOver
from tests.oncall.conftest import Desk


@pytest.fixture
def taken(desk: Desk) -> Alert:
    """Priya has it."""
    return actions.acknowledge(desk.red(), by=desk.priya)


def address(alert: Alert, person: User, verb: str = "") -> str:
    return links.page_url(user_id=person.pk, alert_id=alert.pk).partition("8000")[2] + verb


def holder() -> User | None:
    return Alert.objects.get().acknowledged_by


def test_it_stays_with_who_has_it_until_the_other_accepts(client: Client, desk: Desk, taken: Alert) -> None:
    shown = client.get(address(taken, desk.priya)).content.decode()
    assert "Hand over" in shown
    assert f'<option value="{desk.tomas.pk}">' in shown
    client.post(address(taken, desk.priya, "hand-over/"), {"to": desk.tomas.pk})
    assert holder() == desk.priya
    desk.sweep()
    assert mail.outbox[-1].to == ["tomas@tern.example"]
    assert "you are asked to take this over" in mail.outbox[-1].body
    asked = client.get(address(taken, desk.tomas)).content.decode()
    assert "Priya asks you to take over: Major account issues" in asked
    answer = client.post(address(taken, desk.tomas, "accept/"), follow=True).content.decode()
    assert "You have it. Paging stopped." in answer
    assert holder() == desk.tomas
    assert "Tomás has it since" in client.get(address(taken, desk.priya)).content.decode()
    assert Interaction.objects.get(pk=taken.flags.get().interaction_id).is_held


def test_declining_leaves_it_where_it_is(client: Client, desk: Desk, taken: Alert) -> None:
    actions.hand_over(taken, by=desk.priya, to=desk.tomas)
    client.post(address(taken, desk.tomas, "decline/"))
    assert holder() == desk.priya
    assert HandOver.objects.get().outcome == HandOver.Outcome.DECLINED
    with pytest.raises(Conflict, match="any more"):
        actions.accept(taken, by=desk.tomas)


def test_a_request_lapses_after_ten_minutes_and_looking_at_its_page_changes_nothing(
    client: Client, desk: Desk, taken: Alert, clock
) -> None:
    actions.hand_over(taken, by=desk.priya, to=desk.tomas)
    clock.shift(timedelta(minutes=9))
    client.get(address(taken, desk.tomas))
    assert HandOver.objects.get().outcome == ""
    clock.shift(timedelta(minutes=1))
    client.post(address(taken, desk.tomas, "accept/"))
    assert holder() == desk.priya
    assert actions.expire_hand_overs() == 1
    assert actions.expire_hand_overs() == 0
    assert HandOver.objects.get().outcome == HandOver.Outcome.EXPIRED


def test_asking_another_withdraws_the_first_and_two_at_once_cannot_be_stored(desk: Desk, taken: Alert) -> None:
    first = actions.hand_over(taken, by=desk.priya, to=desk.tomas)
    second = actions.hand_over(taken, by=desk.priya, to=desk.ingrid)
    assert HandOver.objects.get(pk=first.pk).outcome == HandOver.Outcome.WITHDRAWN
    with pytest.raises(Conflict):
        actions.accept(taken, by=desk.tomas)
    second.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


def test_only_who_has_it_gives_it_and_only_to_who_may_have_it(client: Client, desk: Desk, taken: Alert) -> None:
    for giver in ("tomas", "dev", "amara"):
        with pytest.raises(NotAllowed, match="Only who has a red flag"):
            actions.hand_over(taken, by=getattr(desk, giver), to=desk.ingrid)
    for taker in ("priya", "amara", "axel", "nora"):
        with pytest.raises(Invalid, match="cannot take this"):
            actions.hand_over(taken, by=desk.priya, to=getattr(desk, taker))
        assert client.post(address(taken, desk.priya, "hand-over/"), {"to": getattr(desk, taker).pk}).status_code == 404
    assert client.post(address(taken, desk.priya, "hand-over/"), {"to": "anybody"}).status_code == 404
    assert not HandOver.objects.exists()


def test_somebody_who_was_not_asked_takes_nothing(client: Client, desk: Desk, taken: Alert) -> None:
    actions.hand_over(taken, by=desk.priya, to=desk.tomas)
    for person in (desk.ingrid, desk.dev):
        client.post(address(taken, person, "accept/"))
    assert holder() == desk.priya
