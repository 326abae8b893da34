"""When much is red at once: one crisis rings once, nobody is buried in pages, and a flag that flaps rings no bell."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import Delivery, Event
from interactions import actions as core
from interactions.models import Interaction
from oncall import actions, engine, lanes
from oncall.models import Alert, ContactMethod, Page, QuietHours
from oncall.notifiers.message import Refused
from playbook.models import Topic
from tests.oncall.conftest import Desk

HACKED = "account hacked"


def flood(desk: Desk, many: int, text: str = HACKED) -> None:
    """So many messages in one batch, each red by the playbook's own rules."""
    core.receive(desk.cast.channel, [desk.cast.message(text) for _each in range(many)])


def resolved(alert: Alert) -> Alert:
    for flag in alert.flags.all():
        rows = Interaction.objects.filter(pk=flag.interaction_id)
        rows.update(state="closed", closed_as="spam", closed_at=timezone.now())
        actions.settle(flag.interaction_id)
    return Alert.objects.get(pk=alert.pk)


def crises(desk: Desk, many: int) -> list[Alert]:
    """So many alerts of as many topics, in one moment."""
    raised = []
    for number in range(many):
        topic = Topic.objects.create(
            brand=desk.cast.brand,
            slug=f"t{number}",
            name=f"Topic {number}",
            level="red",
            area="support",
            release_roles=["legal"],
        )
        raised.append(
            actions.open_alert(core.flag(desk.cast.received(), by=desk.amara, topics=[topic]).pk, by=desk.amara)
        )
    return raised


# --- One crisis ------------------------------------------------------------------------------------------------------


def test_five_hundred_flags_are_one_alert_one_delivery_and_two_pages_more(desk: Desk) -> None:
    flood(desk, 500)
    assert Delivery.objects.filter(subscriber="oncall.page").count() < 5
    desk.sweep()
    alert = Alert.objects.get()
    assert (alert.flag_count, alert.flags.count()) == (500, 500)
    assert alert.pages.count() == 1
    assert mail.outbox[0].subject == "Red flag: Hacking and security, Tern Air"


def test_a_crisis_that_grows_pages_again_at_ten_and_a_hundred_and_no_oftener(desk: Desk) -> None:
    alert = desk.red("hacking")
    for _batch in range(20):
        flood(desk, 6)
        desk.sweep()
    assert list(alert.pages.order_by("pk").values_list("cause", "step")) == [("step", 1), ("swell", 1), ("swell", 1)]
    assert desk.paged(alert) == ["Priya"] * 3
    assert "It has grown: 103 red flags." in mail.outbox[2].body


def test_who_has_it_is_told_alone_that_it_grew_and_keeps_it(desk: Desk) -> None:
    alert = desk.red("hacking")
    actions.acknowledge(alert, by=desk.tomas)
    flood(desk, 9)
    desk.sweep()
    assert desk.paged(alert, cause="swell") == ["Tomás"]
    assert Alert.objects.get().acknowledged_by == desk.tomas
    assert not Interaction.objects.filter(urgency=Interaction.Urgency.RED_UNACKNOWLEDGED).exists()


def test_a_topic_that_must_not_wait_any_more_pages_with_its_next_flag(desk: Desk) -> None:
    topic = desk.cast.topics["major-account"]
    Topic.objects.filter(pk=topic.pk).update(pages_at_once=False)
    alert = desk.red()
    assert desk.paged(alert) == ["Priya"]
    Topic.objects.filter(pk=topic.pk).update(pages_at_once=True)
    desk.red()
    assert desk.paged(alert, cause="swell") == ["Priya"]
    desk.red()
    assert alert.pages.count() == 2


def test_what_waits_for_a_shift_waits_no_longer_when_it_gets_urgent(desk: Desk, clock) -> None:
    clock.shift(-timedelta(days=1))  # before the schedule begins
    topic = desk.cast.topics["major-account"]
    Topic.objects.filter(pk=topic.pk).update(pages_at_once=False)
    alert = desk.red()
    assert alert.pages.count() == 0
    Topic.objects.filter(pk=topic.pk).update(pages_at_once=True)
    desk.red()
    assert desk.paged(alert) == ["Tomás"]


# --- It flaps --------------------------------------------------------------------------------------------------------


def test_what_comes_back_within_ten_minutes_is_whose_it_was(desk: Desk, clock) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    resolved(alert)
    clock.shift(timedelta(minutes=9))
    back = desk.red()
    assert (back, back.acknowledged_by, back.state) == (alert, desk.priya, "acknowledged")
    assert desk.paged(alert, cause="back") == ["Priya"]
    assert Event.objects.filter(name="oncall.alert_back").count() == 1


def test_what_nobody_had_goes_on_with_its_steps_as_if_it_had_never_been_over(desk: Desk, clock) -> None:
    alert = desk.red()
    for _flap in range(3):
        resolved(alert)
        clock.shift(timedelta(minutes=1))
        desk.red()
    assert set(desk.paged(alert)) == {"Priya"}
    assert Alert.objects.get().next_step_at == timezone.now() + timedelta(minutes=2)
    resolved(alert)
    clock.shift(timedelta(minutes=3))
    desk.red()
    assert desk.paged(alert, step=2) == ["Tomás"]


# --- One person ------------------------------------------------------------------------------------------------------


def test_many_crises_at_once_reach_a_person_in_a_few_messages_and_none_is_left_out(desk: Desk, clock) -> None:
    crises(desk, 40)
    for _second in range(10):
        desk.sweep()
        clock.shift(timedelta(seconds=1))
    assert set(Page.objects.values_list("state", flat=True)) == {"sent"}
    assert len(mail.outbox) == 4
    assert mail.outbox[-1].subject == "37 red flags wait for you"
    assert "Topic 3, Tern Air" in mail.outbox[-1].body
    assert "and 32 more" in mail.outbox[-1].body


def test_acknowledging_what_carried_others_sets_them_free(desk: Desk, clock) -> None:
    crises(desk, 6)
    for page in Page.objects.order_by("pk")[:3]:
        engine.send(page.pk)
    clock.shift(timedelta(seconds=4))
    carrier = Page.objects.filter(state="pending").order_by("pk")[0]
    assert carrier.alert is not None

    def acknowledge_meanwhile(_message: object) -> str:
        actions.acknowledge(carrier.alert, by=desk.priya)
        raise OSError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oncall.notifiers.send", acknowledge_meanwhile)
        engine.send(carrier.pk)
    assert sorted(Page.objects.values_list("state", flat=True)) == [
        "cancelled",
        "pending",
        "pending",
        "sent",
        "sent",
        "sent",
    ]
    clock.shift(timedelta(seconds=4))
    engine.sweep(lanes.at_once)
    assert not Page.objects.filter(state__in=Page.UNSENT).exists()


def test_a_bundle_that_is_refused_lets_each_of_its_pages_fall_back_by_itself(desk: Desk, clock) -> None:
    ContactMethod.objects.create(user=desk.priya, kind="email", address="p@old.example", is_verified=True)
    alerts = crises(desk, 5)

    def refuse(_message: object) -> str:
        raise Refused("No such mailbox.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oncall.notifiers.send", refuse)
        for _second in range(30):
            engine.sweep_pages(lanes.at_once)
            clock.shift(timedelta(seconds=1))
    assert set(Page.objects.filter(step=1).values_list("state", flat=True)) == {"failed"}
    assert not Alert.objects.filter(pk__in=[alert.pk for alert in alerts], next_step_at__gt=timezone.now()).exists()


# --- One's own rules -------------------------------------------------------------------------------------------------


@pytest.fixture
def reached(desk: Desk) -> Desk:
    """Priya: at once by one address, after two minutes by another, after five by a third."""
    for wait_for, address in ((0, "now@p.example"), (2, "two@p.example"), (5, "five@p.example")):
        ContactMethod.objects.create(
            user=desk.priya, kind="email", address=address, wait_for=wait_for, is_verified=True
        )
    return desk


def went_to() -> list[str]:
    return [sent.to[0] for sent in mail.outbox]


def test_each_method_is_used_at_its_time_until_somebody_takes_it(reached: Desk, clock) -> None:
    alert = reached.red()
    for _minute in range(4):
        reached.sweep()
        clock.shift(timedelta(minutes=1))
    assert went_to() == ["now@p.example", "two@p.example"]
    actions.acknowledge(alert, by=reached.priya)
    clock.shift(timedelta(minutes=5))
    reached.sweep()
    assert went_to() == ["now@p.example", "two@p.example"]


def test_a_method_that_failed_makes_the_next_one_due_now(reached: Desk, monkeypatch) -> None:
    alert = reached.red()
    page = alert.pages.get(address="now@p.example")
    Page.objects.filter(pk=page.pk).update(attempts=4)
    monkeypatch.setattr("oncall.notifiers.send", lambda _message: (_ for _ in ()).throw(OSError()))
    engine.send(page.pk)
    assert alert.pages.get(address="two@p.example").next_attempt_at == timezone.now()
    assert alert.pages.get(address="five@p.example").next_attempt_at > timezone.now()


def test_somebody_whose_every_method_waits_is_still_reached_at_once(reached: Desk) -> None:
    ContactMethod.objects.filter(address="now@p.example").delete()
    reached.red()
    reached.sweep()
    assert went_to() == ["two@p.example"]


def test_quiet_hours_hold_back_what_can_wait_and_nothing_that_is_red_now(desk: Desk, clock) -> None:
    QuietHours.objects.create(user=desk.priya, starts_at=time(22), ends_at=time(7))
    patient, urgent = desk.cast.topics["major-account"], "hacking"
    Topic.objects.filter(pk=patient.pk).update(pages_at_once=False)
    alert = desk.red()
    loud = desk.red(urgent)
    assert loud.pages.get().next_attempt_at == timezone.now()
    page = alert.pages.get()
    assert page.next_attempt_at == timezone.now().replace(hour=7, minute=0)
    assert alert.next_step_at == page.next_attempt_at + timedelta(minutes=5)
