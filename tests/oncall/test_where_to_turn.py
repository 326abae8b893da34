"""“Where do I turn?”: who is on call for this message, until when, how they are reached, and who gets it in a gap."""

from datetime import timedelta
from typing import Any

from django.test import Client

from interactions.belonging import incidents_of
from interactions.models import Interaction
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.models import ContactMethod, Gateway, Schedule
from oncall.turning import where_to_turn
from tests.oncall.conftest import NIGHT, Desk


def beside(client: Client, desk: Desk, person: str, interaction: Interaction) -> str:
    client.force_login(getattr(desk, person))
    answer = client.get(f"/inbox/{interaction.pk}/beside/", headers={"HX-Request": "true"})
    return " ".join(answer.content.decode().split())


def leave(desk: Desk, *names: str) -> None:
    people = [getattr(desk, name).pk for name in names]
    type(desk.ada).objects.filter(pk__in=people).update(is_active=False)


def test_an_agent_reads_beside_every_message_who_is_on_call_until_when_and_who_comes_next(
    client: Client, desk: Desk
) -> None:
    shown = beside(client, desk, "amara", desk.cast.received())
    assert "Where do I turn?" in shown
    assert "Priya Raman" in shown
    assert "Comms primary, on call now" in shown
    assert "until <time" in shown
    assert "2026-11-23T09:00" in shown  # the hand-off to Tomás
    assert "After 5 minutes without an answer: Tomás Herrera" in shown


def test_the_policy_of_its_topic_says_it_where_there_is_one(client: Client, desk: Desk) -> None:
    actions.save_policy(
        None,
        by=desk.ada,
        brand=desk.cast.brand,
        name="Legal",
        is_default=False,
        last_resort=[],
        topics=[desk.cast.topics["baggage"]],
        steps=[StepTerms(5, person=desk.ruth)],
    )
    shown = beside(client, desk, "amara", desk.cast.flagged("baggage"))
    assert "Ruth Adeyemi" in shown
    assert "named by “Legal”" in shown
    assert "Priya Raman" not in shown.split("After 5 minutes")[0]


def test_ways_are_said_in_words_and_no_address_is_given_away(client: Client, desk: Desk) -> None:
    ContactMethod.objects.create(
        user=desk.priya, kind="sms", address="+447700900123", gateway=_sms(desk), is_verified=True
    )
    ContactMethod.objects.create(user=desk.priya, kind="webhook", address="https://secret.example/x", is_verified=False)
    shown = beside(client, desk, "amara", desk.cast.received())
    assert "Reached by SMS" in shown
    assert "Webhook" not in shown  # nobody confirmed it, so it is not paged
    for secret in ("7700900123", "secret.example", desk.priya.email):
        assert secret not in shown


def test_without_a_confirmed_way_it_is_the_mail_they_sign_in_with(client: Client, desk: Desk) -> None:
    assert "Reached by E-mail" in beside(client, desk, "amara", desk.cast.received())


def test_the_phone_of_the_turn_can_be_rung(client: Client, desk: Desk) -> None:
    Schedule.objects.filter(pk=desk.schedule.pk).update(phone="+44 20 7946 0000")
    assert 'href="tel:+442079460000"' in beside(client, desk, "amara", desk.cast.received())


def test_a_gap_is_shown_as_a_gap_with_who_gets_it(client: Client, desk: Desk) -> None:
    actions.override(
        desk.schedule,
        by=desk.ada,
        person=desk.priya,
        kind="remove",
        starts_at=NIGHT - timedelta(hours=1),
        ends_at=NIGHT + timedelta(hours=4),
    )
    shown = beside(client, desk, "amara", desk.cast.received())
    assert "Nobody is on call for Comms primary until" in shown
    assert "It goes to Tomás Herrera by the fallback rule." in shown


def test_who_is_named_is_who_is_paged(desk: Desk) -> None:
    """The same steps as the engine takes, in a gap too."""
    leave(desk, "priya", "tomas")
    alert = desk.red()
    turning = where_to_turn(alert.topic, alert.team)
    assert [each.person.short_name for each in turning.people] == desk.paged(alert) == ["Ingrid"]


def test_without_any_policy_it_is_who_answers_for_the_team(client: Client, desk: Desk) -> None:
    desk.policy.steps.all().delete()
    desk.policy.last_resort.clear()
    desk.policy.delete()
    turning = where_to_turn(None, desk.cast.teams["care"])
    assert {each.person for each in turning.people} == {desk.ada, desk.priya, desk.tomas, desk.ruth}
    assert "answers where no policy says who" in beside(client, desk, "amara", desk.cast.received())


def test_it_stands_beside_what_is_red_and_on_the_review_and_on_the_room(client: Client, desk: Desk) -> None:
    red = desk.cast.flagged("hacking")
    client.force_login(desk.amara)
    assert "Where do I turn?" in client.get(f"/inbox/{red.pk}/").content.decode()
    draft = desk.cast.drafted()
    client.force_login(desk.dev)
    assert "Where do I turn?" in client.get(f"/approvals/{draft.pk}/").content.decode()
    actions.open_room(red, by=desk.dev, name="Miles are gone")
    room = incidents_of([red.pk])[red.pk]
    assert "Where do I turn?" in client.get(f"/rooms/{room}/").content.decode()


def test_nobody_else_s_brand_is_told(client: Client, desk: Desk) -> None:
    client.force_login(desk.nora)
    assert client.get(f"/inbox/{desk.cast.received().pk}/beside/").status_code == 404


def test_a_longer_policy_asks_no_more_questions(desk: Desk, django_assert_max_num_queries: Any) -> None:
    where_to_turn(None, desk.cast.teams["care"])
    with django_assert_max_num_queries(13):
        where_to_turn(None, desk.cast.teams["care"])


def _sms(desk: Desk) -> Gateway:
    return Gateway.objects.create(brand=desk.cast.brand, kind="sms", name="SMS", service="twilio", secrets="x")
