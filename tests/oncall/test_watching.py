"""The engine looks at itself: what must never be is mended, and a watcher outside rings when it falls silent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from audit.models import Delivery, Event
from connectors.http import HttpError
from escalation_site.context import standing_still_lately
from oncall import actions, heartbeats, invariants
from oncall.models import Alert, AlertFlag, Heartbeat, Page
from tests.keyed_peer import Answers, KeyedPeer, serving
from tests.oncall.conftest import Desk


def mended() -> list[str]:
    return [event.facts["what"] for event in Event.objects.filter(name="oncall.mended").order_by("pk")]


def test_while_all_is_well_nothing_is_touched(desk: Desk, clock, django_assert_max_num_queries) -> None:
    desk.red()
    desk.sweep()
    clock.shift(timedelta(minutes=4))
    with django_assert_max_num_queries(len(invariants.CHECKS) + 1):  # is the outbox behind?
        assert invariants.look() == 0


def test_a_red_flag_that_no_alert_holds_is_paged(desk: Desk, clock) -> None:
    desk.cast.flagged("hacking")
    Delivery.objects.all().delete()
    assert invariants.look() == 0  # it may still be on its way
    clock.shift(timedelta(minutes=3))
    assert invariants.look() == 1
    assert desk.paged(Alert.objects.get()) == ["Priya"]
    assert mended() == ["red_without_alert"]
    assert invariants.look() == 0


def test_what_waits_in_the_outbox_is_on_its_way_as_long_as_paging_lives(desk: Desk, clock) -> None:
    desk.cast.flagged("hacking")
    clock.shift(timedelta(minutes=3))
    heartbeats.beat("deliveries")
    assert invariants.look() == 0
    clock.shift(timedelta(minutes=1))
    assert invariants.look() == 1
    assert mended() == ["red_without_alert"]


def test_an_alert_whose_plan_cannot_be_followed_is_paged_to_everybody_who_answers(desk: Desk, clock) -> None:
    alert = desk.red()
    Alert.objects.update(plan={"steps": "broken", "members": []})
    clock.shift(timedelta(minutes=8))
    desk.sweep()
    assert desk.paged(alert) == ["Priya"]
    assert invariants.look() == 1
    assert sorted(desk.paged(alert, round=2)) == ["Ada", "Priya", "Ruth", "Tomás"]
    assert mended() == ["plan_not_followed"]
    clock.shift(timedelta(minutes=5))
    desk.sweep()
    assert alert.pages.filter(round=3).count() == 4


def test_a_page_that_waits_for_what_somebody_has_is_called_off(desk: Desk, clock) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.tomas)
    Page.objects.update(state="pending")
    clock.shift(timedelta(seconds=1))
    assert invariants.look() == 1
    desk.sweep()
    assert mail.outbox == []


def test_what_was_bundled_with_a_page_that_is_over_goes_on_its_own(desk: Desk, clock) -> None:
    first, second = desk.red(), desk.red("hacking")
    Page.objects.filter(alert=first).update(state="failed")
    Page.objects.filter(alert=second).update(state="bundled", carried_by=first.pages.get())
    assert invariants.look() == 1
    desk.sweep()
    assert second.pages.get().state == Page.State.SENT


def test_an_alert_that_lost_count_counts_again(desk: Desk, clock) -> None:
    alert = desk.red()
    Alert.objects.update(flag_count=0)
    clock.shift(timedelta(minutes=3))
    assert invariants.look() == 1
    assert Alert.objects.get().flag_count == AlertFlag.objects.filter(alert=alert).count() == 1


# --- Heartbeats ------------------------------------------------------------------------------------------------------


class Watcher(KeyedPeer):
    """A dead-man's switch: counts the pings, and fails the test on anything else."""

    def __init__(self) -> None:
        super().__init__(_Ping, "/ping")
        self.answer = 200


class _Ping(Answers):
    server: Watcher

    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        self.server.keep(self.path, "")
        self.say(self.server.answer)


@pytest.fixture
def watcher(settings) -> Iterator[Watcher]:
    with serving(Watcher()) as server:
        settings.HEARTBEAT_URL = server.address
        yield server


def test_the_watcher_outside_is_pinged_while_every_part_of_paging_lives(desk: Desk, watcher: Watcher, clock) -> None:
    assert not heartbeats.ping_outside()
    for name in heartbeats.PAGING:
        heartbeats.beat(name)
    assert heartbeats.ping_outside()
    clock.shift(timedelta(seconds=30))
    heartbeats.beat("pages")
    heartbeats.beat("steps")
    assert not heartbeats.ping_outside()  # deliveries stand still
    assert watcher.came == ["/ping"]
    assert Heartbeat.objects.get(name="ping").beat_at == timezone.now() - timedelta(seconds=30)


def test_a_watcher_that_is_away_or_says_no_gets_no_heartbeat_of_ours(desk: Desk, watcher: Watcher, settings) -> None:
    for name in heartbeats.PAGING:
        heartbeats.beat(name)
    watcher.answer = 404
    assert not heartbeats.ping_outside()
    settings.HEARTBEAT_URL = "http://127.0.0.1:1/"
    with pytest.raises(HttpError):
        heartbeats.ping_outside()
    assert not Heartbeat.objects.filter(name="ping").exists()


def test_every_screen_says_when_paging_stands_still(client: Client, desk: Desk, clock) -> None:
    client.force_login(desk.amara)
    words = "Paging has stood still since"
    assert words not in client.get("/notices/").content.decode()
    for name in heartbeats.PAGING:
        heartbeats.beat(name)
    assert words not in client.get("/notices/").content.decode()
    clock.shift(timedelta(seconds=40))
    standing_still_lately.cache_clear()  # what a process keeps for seconds has run out
    assert words in client.get("/notices/").content.decode()
