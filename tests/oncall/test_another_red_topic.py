"""Another red topic on a message that somebody has is nobody's yet: whoever answers for it is paged (P4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import create_token
from accounts.actors import SYSTEM
from audit import outbox
from audit.models import Delivery
from interactions import actions as core
from interactions.models import IncidentLink, Interaction
from oncall import actions, invariants
from oncall.actions.policies import StepTerms
from oncall.models import Alert, EscalationPolicy
from playbook.models import Topic
from tests.oncall.conftest import Desk

UNACKNOWLEDGED, TAKEN = Interaction.Urgency.RED_UNACKNOWLEDGED, Interaction.Urgency.RED


@pytest.fixture
def taken(desk: Desk, clock: Any) -> Alert:
    """Priya has a red flag; Ruth answers for what is about hacking."""
    actions.save_policy(
        None,
        by=desk.ada,
        brand=desk.cast.brand,
        name="Security",
        is_default=False,
        topics=[desk.cast.topics["hacking"]],
        steps=[StepTerms(5, person=desk.ruth)],
        last_resort=[],
    )
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    clock.shift(timedelta(minutes=20))
    return alert


def put_on(desk: Desk, row: Interaction, topic: str) -> None:
    """Amara puts a topic on it, on its page."""
    browser = Client()
    browser.force_login(desk.amara)
    terms = {"topic": desk.cast.topics[topic].pk, "reason": "It is this as well."}
    assert browser.post(f"/interactions/{row.pk}/flag/", terms).status_code in {302, 303}
    outbox.sweep()


def about(desk: Desk, topic: str) -> Alert:
    return Alert.objects.unresolved().get(topic=desk.cast.topics[topic])


def row_of(alert: Alert) -> Interaction:
    return Interaction.objects.get(pk=alert.flags.get().interaction_id)


def test_its_owner_is_paged_and_it_is_back_at_the_top_until_they_take_it(desk: Desk, taken: Alert) -> None:
    row = row_of(taken)
    assert row.urgency == TAKEN
    put_on(desk, row, "hacking")
    assert desk.paged(about(desk, "hacking")) == ["Ruth"]
    assert row_of(taken).urgency == UNACKNOWLEDGED
    assert Alert.objects.get(pk=taken.pk).acknowledged_by == desk.priya
    actions.acknowledge(about(desk, "hacking"), by=desk.ruth)
    assert row_of(taken).urgency == TAKEN


def test_a_follow_up_that_the_api_brings_pages_for_its_topic(desk: Desk, taken: Alert) -> None:
    row = row_of(taken)
    key = create_token(by=SYSTEM, user=desk.amara, name="test", scopes=("ingest",))
    said = {
        "id": "again",
        "text": "My account hacked!",
        "author": {"id": row.contact.remote_id, "name": "A", "handle": "@a"},
        "thread_id": row.conversation.key,
    }
    api = APIClient(headers={"authorization": f"Bearer {key}"})
    answer = api.post("/api/v1/channels/tern-air-demo/messages/", said, format="json")
    assert answer.status_code < 300, answer.content
    outbox.sweep()
    alert = about(desk, "hacking")
    assert desk.paged(alert) == ["Ruth"]
    assert [flag.interaction_id for flag in alert.flags.all()] == [row.pk]


def test_the_same_people_are_asked_again_where_they_had_taken_it_before(desk: Desk, taken: Alert) -> None:
    EscalationPolicy.objects.get(name="Security").topics.clear()
    put_on(desk, row_of(taken), "hacking")
    assert desk.paged(about(desk, "hacking")) == ["Priya"]


def test_people_who_are_being_asked_are_asked_once_for_all_of_it(desk: Desk, taken: Alert) -> None:
    EscalationPolicy.objects.get(name="Security").topics.clear()
    both = [desk.cast.topics["major-account"], desk.cast.topics["hacking"]]
    Alert.objects.filter(pk=taken.pk).update(state="resolved", resolved_at=timezone.now() - timedelta(hours=1))
    core.flag(desk.cast.received("Hm."), by=SYSTEM, topics=both)
    outbox.sweep()
    assert Alert.objects.live().count() == 1


def test_in_a_room_its_owner_is_paged_as_well(desk: Desk, taken: Alert) -> None:
    row = row_of(taken)
    Alert.objects.filter(pk=taken.pk).update(key="incident:1")
    IncidentLink.objects.create(interaction=row, incident=1, linked_at=timezone.now(), by=desk.priya)
    put_on(desk, row, "hacking")
    assert desk.paged(about(desk, "hacking")) == ["Ruth"]


@pytest.mark.parametrize(("is_a_life", "asked"), [(False, []), (True, ["Ruth", "Priya"])])  # about a life, two at once
def test_a_life_in_a_room_is_asked_about_although_somebody_has_the_room(
    desk: Desk, taken: Alert, is_a_life: bool, asked: list[str]
) -> None:
    Topic.objects.filter(slug="hacking").update(is_life_safety=is_a_life)
    Alert.objects.filter(pk=taken.pk).update(key="incident:1")
    row = desk.cast.received("I cannot go on.")
    IncidentLink.objects.create(interaction=row, incident=1, linked_at=timezone.now(), by=desk.priya)
    put_on(desk, row, "hacking")
    alerts = Alert.objects.live().filter(topic=desk.cast.topics["hacking"])
    assert [name for alert in alerts for name in desk.paged(alert)] == asked
    assert Alert.objects.get(pk=taken.pk).flags.filter(interaction=row).exists()


def test_a_topic_that_does_not_decide_the_level_pages_as_well(desk: Desk, taken: Alert, clock: Any) -> None:
    hacked = desk.red("hacking")
    actions.acknowledge(hacked, by=desk.ruth)
    clock.shift(timedelta(seconds=1))
    Alert.objects.filter(pk=taken.pk).update(state="resolved", resolved_at=timezone.now() - timedelta(hours=1))
    put_on(desk, row_of(hacked), "major-account")
    assert row_of(hacked).topic == desk.cast.topics["hacking"]
    assert desk.paged(about(desk, "major-account")) == ["Priya"]
    assert row_of(hacked).urgency == UNACKNOWLEDGED


def test_doing_it_again_pages_nobody_again(desk: Desk, taken: Alert) -> None:
    row = row_of(taken)
    put_on(desk, row, "hacking")
    actions.open_alerts([row.pk], by=SYSTEM)
    assert desk.paged(about(desk, "hacking")) == ["Ruth"]
    assert Alert.objects.count() == 2


def test_a_topic_that_another_took_the_place_of_is_paged_no_more(desk: Desk, taken: Alert) -> None:
    row = row_of(taken)
    put_on(desk, row, "hacking")
    kept = [desk.cast.topics["major-account"]]
    asked = core.lower(row, by=desk.amara, topics=kept, reason="Nobody was hacked.")
    core.confirm(asked, by=desk.dev)
    outbox.sweep()
    assert not Alert.objects.live().exists()
    assert row_of(taken).is_red


def test_the_engine_finds_a_red_flag_that_is_only_in_what_was_taken_before(
    desk: Desk, taken: Alert, clock: Any
) -> None:
    row = row_of(taken)
    core.flag(row, by=desk.amara, topics=[desk.cast.topics["hacking"]])
    Delivery.objects.update(state="done")
    clock.shift(timedelta(minutes=10))
    assert invariants.look()
    assert desk.paged(about(desk, "hacking")) == ["Ruth"]
