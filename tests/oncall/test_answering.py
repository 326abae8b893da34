"""Taking a red flag, passing it on, and who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.refusals import Conflict, NotAllowed
from audit.models import Event
from interactions import actions as core
from interactions.models import Interaction
from oncall import actions
from oncall.models import Alert, Page
from tests.oncall.conftest import Desk


def urgency(alert: Alert) -> int:
    return Interaction.objects.get(pk=alert.flags.get().interaction_id).urgency


def test_acknowledging_stops_the_paging_in_the_same_commit(desk: Desk) -> None:
    alert = desk.red()
    taken = actions.acknowledge(alert, by=desk.priya)
    assert taken.acknowledged_by == desk.priya
    assert set(alert.pages.values_list("state", flat=True)) == {Page.State.CANCELLED}
    assert urgency(alert) == Interaction.Urgency.RED


def test_acknowledging_lifts_no_hold(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    assert Interaction.objects.get(pk=alert.flags.get().interaction_id).is_held


def test_nobody_is_paged_after_it(desk: Desk, clock) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    clock.shift(timedelta(hours=1))
    desk.sweep()
    assert desk.paged(alert) == ["Priya"]


def test_it_says_in_the_record_who_took_it_and_after_how_long(desk: Desk, clock) -> None:
    alert = desk.red()
    clock.shift(timedelta(seconds=41))
    actions.acknowledge(alert, by=desk.priya)
    event = Event.objects.get(name="oncall.acknowledged")
    assert (event.actor, event.facts["after"]) == (desk.priya, 41)


def test_taking_it_twice_changes_nothing(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    actions.acknowledge(alert, by=desk.priya)
    assert Event.objects.filter(name="oncall.acknowledged").count() == 1


def test_who_comes_second_reads_who_has_it(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.tomas)
    with pytest.raises(Conflict, match=r"Tomás Herrera has it since 02:58\."):
        actions.acknowledge(alert, by=desk.priya)
    with pytest.raises(Conflict, match="Tomás Herrera has it"):
        actions.pass_on(alert, by=desk.priya)


@pytest.mark.parametrize("name", ["priya", "tomas", "ingrid", "dev", "ruth"])
def test_the_paged_the_members_and_the_entitled_may_take_it(desk: Desk, name: str) -> None:
    assert actions.acknowledge(desk.red(), by=getattr(desk, name)).is_acknowledged


@pytest.mark.parametrize("name", ["amara", "jonas", "ada", "axel", "nora"])
def test_nobody_else_may(desk: Desk, name: str) -> None:
    alert = desk.red()
    for verb in (actions.acknowledge, actions.pass_on):
        with pytest.raises(NotAllowed, match="Only those who are paged"):
            verb(alert, by=getattr(desk, name))
    assert Alert.objects.get().is_live


def test_a_supervisor_of_the_message_s_team_may_take_what_another_team_owns(desk: Desk) -> None:
    alert = desk.red("hacking")  # owned by security, the message came to care
    assert actions.acknowledge(alert, by=desk.dev).is_acknowledged


def test_a_machine_takes_nothing(desk: Desk) -> None:
    alert = desk.red()
    bot = desk.priya
    bot.is_machine = True
    with pytest.raises(NotAllowed, match="Only a person"):
        actions.acknowledge(alert, by=bot)


def test_passing_on_pages_the_next_at_once(desk: Desk) -> None:
    alert = desk.red()
    passed = actions.pass_on(alert, by=desk.priya)
    assert desk.paged(alert) == ["Priya", "Tomás"]
    assert alert.pages.get(user=desk.priya).state == Page.State.CANCELLED
    assert passed.next_step_at == timezone.now() + timedelta(minutes=3)


def test_everybody_passing_starts_again_with_the_last_resort(desk: Desk) -> None:
    alert = desk.red()
    actions.pass_on(alert, by=desk.priya)
    again = actions.pass_on(alert, by=desk.tomas)
    assert desk.paged(alert, round=2) == ["Priya", "Ingrid"]
    assert again.exhausted_at == timezone.now()


# --- The end ---------------------------------------------------------------------------------------------------------


def closed(alert: Alert, **where) -> None:
    flag = alert.flags.filter(**where).first()
    rows = Interaction.objects.filter(pk=flag.interaction_id)
    rows.update(state="closed", closed_as="spam", closed_at=timezone.now())
    actions.settle(flag.interaction_id)


def test_the_last_red_to_go_resolves_the_alert(desk: Desk) -> None:
    alert = desk.red()
    desk.red()
    first, second = alert.flags.all()
    closed(alert, pk=first.pk)
    assert Alert.objects.get().is_live
    closed(alert, pk=second.pk)
    resolved = Alert.objects.get()
    assert resolved.state == Alert.State.RESOLVED
    assert not alert.pages.filter(state__in=Page.OPEN).exists()


def test_lowering_by_two_people_resolves_it(desk: Desk) -> None:
    alert = desk.red()
    interaction = alert.flags.get().interaction
    asked = core.lower(interaction, by=desk.amara, topics=[desk.cast.topics["baggage"]], reason="Only a bag.")
    core.confirm(asked, by=desk.dev)
    desk.sweep()
    assert Alert.objects.get().state == Alert.State.RESOLVED


def test_what_is_resolved_needs_nobody(desk: Desk) -> None:
    alert = desk.red()
    closed(alert)
    with pytest.raises(Conflict, match="resolved"):
        actions.acknowledge(alert, by=desk.priya)


def test_after_the_end_the_same_topic_raises_another_alert(desk: Desk, clock) -> None:
    alert = desk.red()
    closed(alert)
    clock.shift(timedelta(minutes=10))
    assert desk.red() != alert


def test_red_flags_beyond_the_first_fifty_follow_by_delivery(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr("oncall.actions.answering.AT_ONCE", 1)
    alert = desk.red()
    desk.red()
    actions.acknowledge(alert, by=desk.priya)
    waiting = Interaction.objects.filter(urgency=Interaction.Urgency.RED_UNACKNOWLEDGED)
    assert waiting.count() == 1
    desk.sweep()
    assert not waiting.exists()
