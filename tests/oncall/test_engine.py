"""The engine with a fake clock and notifiers that fail on anything unexpected."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import Event
from oncall import actions, claims, lanes, notifiers, tasks
from oncall.models import Alert, ContactMethod, Page, PageAttempt
from oncall.notifiers.message import Message, NotAccepted, Refused
from tests.oncall.conftest import Desk
from tests.site.product import wait_until


class Peer:
    """Stands for every channel: takes what it is told to take, and fails the test on anything else."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answer: Callable[[Message], object] = lambda message: None

    def __call__(self, message: Message) -> str:
        assert message.subject
        assert message.link.startswith("http")
        self.answer(message)
        self.taken.append(message)
        return f"taken-{len(self.taken)}"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Peer:
    stand_in = Peer()
    monkeypatch.setattr(notifiers, "NOTIFIERS", {"email": stand_in, "webhook": stand_in})
    return stand_in


def refuse(_message: Message) -> None:
    raise Refused("No such mailbox.")


def be_down(_message: Message) -> None:
    raise NotAccepted("Nobody answers.")


def test_a_page_goes_out_once(desk: Desk, peer: Peer) -> None:
    alert = desk.red()
    for _second in range(3):
        desk.sweep()
    assert [message.address for message in peer.taken] == ["priya@tern.example"]
    page = alert.pages.get()
    assert (page.state, page.sent_at) == (Page.State.SENT, timezone.now())
    assert [attempt.outcome for attempt in page.tries.all()] == [PageAttempt.Outcome.ACCEPTED]


def test_it_says_what_and_which_brand_and_nothing_of_the_customer(desk: Desk, peer: Peer) -> None:
    desk.red(text="My name is Marguerite Dubois, +44 20 7946 0000")
    desk.sweep()
    (message,) = peer.taken
    assert message.subject == "Red flag: Major account issues, Tern Air"
    whole = f"{message.subject} {message.text} {message.link} {message.facts}"
    assert "Marguerite" not in whole
    assert "7946" not in whole


def test_steps_come_at_their_time_until_somebody_takes_it(desk: Desk, peer: Peer, clock) -> None:
    alert = desk.red()
    desk.sweep()
    clock.shift(timedelta(minutes=4, seconds=59))
    desk.sweep()
    assert desk.paged(alert) == ["Priya"]
    clock.shift(timedelta(seconds=1))
    desk.sweep()
    assert desk.paged(alert) == ["Priya", "Tomás"]
    clock.shift(timedelta(minutes=3))
    desk.sweep()
    assert desk.paged(alert, round=2) == ["Priya", "Ingrid"]
    assert Alert.objects.get().exhausted_at == timezone.now()
    assert "Everybody was paged" in peer.taken[-1].text


def test_it_is_repeated_all_night(desk: Desk, peer: Peer, clock) -> None:
    alert = desk.red()
    for _minute in range(2 * 60):
        desk.sweep()
        clock.shift(timedelta(minutes=1))
    assert Alert.objects.get().round == 15
    assert alert.pages.filter(user=desk.ingrid).count() == 14


def test_a_channel_that_is_down_is_tried_again_after_growing_waits(desk: Desk, peer: Peer, clock) -> None:
    alert = desk.red()
    peer.answer = be_down
    waits = []
    for _try in range(4):
        desk.sweep()
        page = alert.pages.get()
        waits.append((page.next_attempt_at - timezone.now()).total_seconds())
        clock.move_to(page.next_attempt_at)
    assert waits == [2, 4, 8, 16]
    peer.answer = lambda message: None
    desk.sweep()
    assert alert.pages.get().state == Page.State.SENT


def test_a_page_that_is_not_due_yet_stays(desk: Desk, peer: Peer) -> None:
    alert = desk.red()
    peer.answer = be_down
    desk.sweep()
    peer.answer = lambda message: None
    desk.sweep()
    assert peer.taken == []
    assert alert.pages.get().state == Page.State.PENDING


def test_when_every_method_of_a_person_failed_the_next_step_is_now(desk: Desk, peer: Peer) -> None:
    ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example", is_verified=True)
    ContactMethod.objects.create(user=desk.priya, kind="email", address="p@old.example", is_verified=True)
    alert = desk.red()
    peer.answer = lambda message: refuse(message) if message.address.startswith("p") else None
    desk.sweep()
    assert set(alert.pages.filter(step=1).values_list("state", flat=True)) == {Page.State.FAILED}
    desk.sweep()
    assert desk.paged(alert, step=2) == ["Tomás"]


def test_one_method_that_works_is_enough_to_wait(desk: Desk, peer: Peer) -> None:
    ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example", is_verified=True)
    ContactMethod.objects.create(user=desk.priya, kind="email", address="gone@old.example", is_verified=True)
    alert = desk.red()
    peer.answer = lambda message: refuse(message) if message.address.startswith("gone") else None
    for _second in range(3):
        desk.sweep()
    assert desk.paged(alert, step=2) == []


def test_rounds_do_not_race_while_everything_is_refused(desk: Desk, peer: Peer, clock) -> None:
    desk.red()
    peer.answer = refuse
    for _second in range(60):
        desk.sweep()
        clock.shift(timedelta(seconds=1))
    assert Alert.objects.get().round == 1
    clock.shift(timedelta(minutes=3))
    desk.sweep()
    assert Alert.objects.get().round == 2


def test_an_unverified_address_is_not_paged(desk: Desk, peer: Peer) -> None:
    ContactMethod.objects.create(user=desk.priya, kind="email", address="stranger@evil.example")
    desk.red()
    desk.sweep()
    assert [message.address for message in peer.taken] == ["priya@tern.example"]


def test_a_fault_of_our_own_counts_as_a_failed_try(desk: Desk, peer: Peer) -> None:
    alert = desk.red()

    def break_down(_message: Message) -> None:
        raise ZeroDivisionError

    peer.answer = break_down
    desk.sweep()
    assert alert.pages.get().last_error == "ZeroDivisionError"
    assert alert.pages.get().state == Page.State.PENDING


def test_what_a_dead_worker_had_in_hand_goes_out_when_its_lease_ends(desk: Desk, peer: Peer, clock) -> None:
    alert = desk.red()

    def die(_message: Message) -> None:
        raise SystemExit

    peer.answer = die
    with pytest.raises(SystemExit):
        desk.sweep()
    peer.answer = lambda message: None
    desk.sweep()
    assert alert.pages.get().state == Page.State.SENDING
    clock.shift(claims.LEASE_FOR)
    desk.sweep()
    assert alert.pages.get().state == Page.State.SENT
    assert [attempt.outcome for attempt in alert.pages.get().tries.all()] == ["", "accepted"]


def test_a_page_acknowledged_while_its_worker_was_dead_is_not_sent_again(desk: Desk, peer: Peer, clock) -> None:
    alert = desk.red()
    page = alert.pages.get()
    assert claims.claim(page.pk, uuid.uuid4())
    actions.acknowledge(alert, by=desk.tomas)
    clock.shift(claims.LEASE_FOR)
    desk.sweep()
    assert peer.taken == []


def test_a_page_that_left_during_the_acknowledgement_is_noted_as_sent(desk: Desk, peer: Peer) -> None:
    alert = desk.red()
    peer.answer = lambda message: actions.acknowledge(alert, by=desk.tomas) and None
    desk.sweep()
    assert alert.pages.get().state == Page.State.SENT
    assert Event.objects.filter(name="oncall.page_sent").count() == 1


def test_a_failure_that_comes_after_the_acknowledgement_changes_nothing(desk: Desk, peer: Peer) -> None:
    alert = desk.red()

    def acknowledge_and_fail(message: Message) -> None:
        actions.acknowledge(alert, by=desk.tomas)
        refuse(message)

    peer.answer = acknowledge_and_fail
    desk.sweep()
    assert alert.pages.get().state == Page.State.CANCELLED


def test_a_step_that_fails_holds_up_no_other_alert(desk: Desk, peer: Peer, clock) -> None:
    broken = desk.red()
    sound = desk.red("hacking")
    Alert.objects.filter(pk=broken.pk).update(plan={"steps": "broken"})
    clock.shift(timedelta(minutes=5))
    desk.sweep()
    assert desk.paged(sound) == ["Priya", "Tomás"]


def test_the_task_sends_what_it_is_told(desk: Desk, peer: Peer) -> None:
    alert = desk.red()
    tasks.send_pages([alert.pages.get().pk])
    tasks.send_pages([alert.pages.get().pk])
    assert len(peer.taken) == 1


def test_a_page_that_a_lane_could_not_begin_is_taken_again(monkeypatch, caplog) -> None:
    faults, sent = [OSError("gone"), OSError("gone")], []

    def close() -> None:
        if faults and threading.current_thread().name.startswith("page-of this test"):
            raise faults.pop()

    monkeypatch.setattr(lanes, "close_old_connections", close)
    lane = lanes.Lane("of this test")
    lane.take(sent.append, 7)
    assert wait_until(lambda: not faults)
    lane.take(sent.append, 7)
    lane.end()
    assert sent == [7]
    assert "Page 7 could not be sent" in caplog.text


def test_whoever_plans_a_page_hands_it_out_after_the_commit(
    desk: Desk, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    handed = []
    monkeypatch.setattr(lanes, "hand_to", lambda kind, _send, pk: handed.append((kind, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        alert = desk.red()
        assert handed == []
    assert handed == [("email", alert.pages.get().pk)]


def test_a_person_who_passes_on_has_a_worker_send_the_next_page(
    desk: Desk, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    told = []
    monkeypatch.setattr("oncall.actions.paging.nudge", lambda task, ids, queue: told.append((task, ids, queue)))
    alert = desk.red()
    desk.sweep()
    with django_capture_on_commit_callbacks(execute=True):
        actions.pass_on(alert, by=desk.priya)
        assert told == []
    assert told == [("oncall.tasks.send_pages", [alert.pages.get(user=desk.tomas).pk], "pages")]


def test_a_person_is_paged_in_their_language_by_mail(desk: Desk) -> None:
    desk.red()
    desk.sweep()
    (sent,) = mail.outbox
    assert sent.to == ["priya@tern.example"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "http" in sent.body
