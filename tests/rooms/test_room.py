"""A room: opened, worked in, handed over, stood down and looked back at."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Membership, Team
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.sync import sync_roles
from audit.models import Event
from connectors.models import Channel
from interactions import actions as core
from interactions.models import IncidentLink, Interaction
from oncall import actions
from oncall.access import Visit
from oncall.case import case_for
from oncall.models import Incident, IncidentRole, Page
from oncall.queries import alarms_for
from tests.oncall.conftest import scheduled
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db


def test_a_room_opens_with_its_clock_and_a_message_is_in_one_room(house: House) -> None:
    room = house.fresh
    assert room.first_word_due_at is not None
    assert (room.first_word_due_at - timezone.now()).total_seconds() > 29 * 60
    linked = Interaction.objects.get(incident_links__incident=room.pk)
    with pytest.raises(Conflict, match="in a room already"):
        actions.open_room(linked, by=house.amara, name="Another")
    assert Incident.objects.count() == 1
    for who in ("axel", "nora"):
        with pytest.raises(NotAllowed):
            actions.open_room(house.cast.received(), by=getattr(house, who), name="Mine")
        with pytest.raises(NotAllowed):
            actions.link_messages(room, by=getattr(house, who), ids=[house.cast.received().pk])


def test_a_room_stands_with_all_that_was_ticked_or_not_at_all(house: House, client: Client) -> None:
    first, second = house.cast.flagged("baggage"), house.cast.flagged("baggage")
    lent = Membership.objects.get(user=house.amara, team__slug="care")
    next_door = Team.objects.get(brand=house.cast.other_brand)
    Membership.objects.create(user=house.amara, team=next_door, role=lent.role)
    sync_roles()
    theirs = Channel.objects.create(
        brand=house.cast.other_brand, team=next_door, slug="lumen", name="Lumen", network="webhook"
    )
    core.receive(theirs, [house.cast.message("The light is out.")])
    foreign = Interaction.objects.get(channel=theirs)
    before = Event.objects.count()
    client.force_login(house.amara)
    words = {"name": "Bags of TA204", "beside": f"{second.pk},{foreign.pk}"}
    answer = client.post(f"/rooms/open/{first.pk}/", words)
    assert answer.status_code == 409
    assert "belongs to another brand" in answer.content.decode()
    assert 'value="Bags of TA204"' in answer.content.decode()
    assert Event.objects.count() == before
    assert not Incident.objects.exclude(pk=house.room.pk).exists()
    assert not IncidentLink.objects.exclude(incident=house.room.pk).exists()
    assert client.post(f"/rooms/open/{first.pk}/", words | {"beside": str(second.pk)}).status_code == 302
    room = Incident.objects.exclude(pk=house.room.pk).get()
    linked = IncidentLink.objects.filter(incident=room.pk).values_list("interaction", flat=True)
    assert set(linked) == {first.pk, second.pk}


def test_roles_are_one_persons_at_a_time(house: House) -> None:
    actions.assume_role(house.fresh, by=house.amara, role="lead")
    with pytest.raises(Conflict, match="Amara Osei has this role"):
        actions.assume_role(house.fresh, by=house.jonas, role="lead")
    with pytest.raises(NotAllowed):
        actions.renounce_role(house.fresh, by=house.jonas, role="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentRole.objects.create(incident=house.room, role="lead", user=house.jonas, assumed_at=timezone.now())
    actions.renounce_role(house.fresh, by=house.dev, role="lead")
    actions.assume_role(house.fresh, by=house.jonas, role="lead")
    actions.promise_update(house.fresh, by=house.jonas, due_at=later())
    with pytest.raises(NotAllowed):
        actions.promise_update(house.fresh, by=house.amara, due_at=later())
    with pytest.raises(NotAllowed):
        actions.assume_role(house.fresh, by=house.axel, role="scribe")


def test_lines_are_withdrawn_and_decisions_are_the_leads(house: House) -> None:
    line = actions.write_line(house.fresh, by=house.amara, kind="say", text="Your ticket is safe.")
    actions.withdraw_line(line, by=house.jonas)
    assert house.room.lines.get().withdrawn_at
    actions.log_in_room(house.fresh, by=house.amara, kind="fact", text="BBC asks.")
    with pytest.raises(NotAllowed):
        actions.log_in_room(house.fresh, by=house.amara, kind="decision", text="No comment.")
    actions.log_in_room(house.fresh, by=house.dev, kind="decision", text="No comment.")
    with pytest.raises(Invalid):
        actions.write_line(house.fresh, by=house.amara, kind="say", text=" ")


def test_a_statement_needs_two_names_and_is_then_the_first_word(house: House) -> None:
    statement = actions.write_statement(
        house.fresh, by=house.priya, text="Tickets stay valid.", next_update_at=later(hours=2)
    )
    for who in ("amara", "axel", "nora"):
        with pytest.raises(NotAllowed):
            actions.sign_words(statement, by=getattr(house, who))
    assert actions.sign_words(statement, by=house.priya) == 1
    with pytest.raises(Conflict, match="signed this already"):
        actions.sign_words(statement, by=house.priya)
    with pytest.raises(Conflict, match="two people"):
        actions.note_posted(statement, by=house.amara, link="https://tern.example/news")
    actions.sign_words(statement, by=house.ruth)
    with pytest.raises(Invalid, match="link"):
        actions.note_posted(statement, by=house.amara, link="javascript:alert(1)")
    actions.note_posted(statement, by=house.amara, link="https://tern.example/news")
    room = house.fresh
    assert room.first_word_at
    assert room.next_update_due_at == statement.next_update_at
    with pytest.raises(Conflict, match="posted already"):
        actions.note_posted(statement, by=house.amara, link="https://tern.example/news")


def test_changed_words_have_no_names_under_them(house: House) -> None:
    statement = house.signed()
    type(statement).objects.filter(pk=statement.pk).update(text="Send us your password.")
    with pytest.raises(Conflict, match="lacks a name"):
        actions.note_posted(statement, by=house.amara, link="https://tern.example/news")


def test_a_handed_over_room_takes_everything_in_it_and_stops_answers(house: House) -> None:
    inside = house.inside("praise")
    bulk = actions.answer_many(house.fresh, by=house.amara, line="Hi.", texts={inside.pk: "Hi."})
    with pytest.raises(NotAllowed):
        actions.hand_over_room(
            house.fresh, by=house.amara, to_team=house.cast.teams["communications"], reason="It is everywhere"
        )
    actions.hand_over_room(
        house.fresh, by=house.dev, to_team=house.cast.teams["communications"], reason="It is everywhere"
    )
    bulk.refresh_from_db()
    assert bulk.state == "undone"
    assert Interaction.objects.get(pk=inside.pk).team.slug == house.fresh.team.slug == "communications"
    for verb in (actions.assume_role, actions.renounce_role):
        with pytest.raises((NotAllowed, Conflict)):
            verb(house.fresh, by=house.amara, role="lead")
    with pytest.raises(NotAllowed):
        actions.give_back_room(house.fresh, by=house.dev)
    with pytest.raises(Conflict, match="handed over"):
        actions.stand_down(house.fresh, by=house.priya, last_word="Over.", review_on=later().date())
    actions.give_back_room(house.fresh, by=house.priya)
    assert Interaction.objects.get(pk=inside.pk).team.slug == house.fresh.team.slug == "care"


def test_standing_down_asks_for_the_last_word_and_the_review_teaches_the_playbook(house: House) -> None:
    with pytest.raises(Invalid):
        actions.stand_down(house.fresh, by=house.dev, last_word=" ", review_on=later().date())
    with pytest.raises(NotAllowed):
        actions.stand_down(house.fresh, by=house.amara, last_word="Over.", review_on=later().date())
    with pytest.raises(Conflict):
        actions.learn(house.fresh, by=house.amara, what_happened="Slow", change="Page Legal at once")
    actions.stand_down(house.fresh, by=house.dev, last_word="Every mile is back.", review_on=later().date())
    with pytest.raises(Conflict, match="stood down"):
        actions.assume_role(house.fresh, by=house.amara, role="lead")
    lesson = actions.learn(
        house.fresh, by=house.amara, what_happened="Slow", change="Page Legal", topic=house.cast.topics["hacking"]
    )
    with pytest.raises(NotAllowed):
        actions.settle_lesson(lesson, by=house.dev, is_taken_up=True)
    assert actions.settle_lesson(lesson, by=house.ada, is_taken_up=True).is_taken_up
    with pytest.raises(Conflict):
        actions.settle_lesson(lesson, by=house.ada, is_taken_up=False)


def test_what_is_taken_out_is_free_again(house: House) -> None:
    row = house.inside("praise")
    actions.unlink_message(house.fresh, by=house.jonas, interaction=row)
    assert not IncidentLink.objects.filter(interaction=row, unlinked_at=None).exists()
    with pytest.raises(Conflict):
        actions.unlink_message(house.fresh, by=house.jonas, interaction=row)
    assert core.link([row.pk], by=house.jonas, incident=99, brand=house.cast.brand.pk)


def test_whoever_lost_a_message_loses_its_alarm_and_a_page_of_before_shows_no_word_of_it(house: House) -> None:
    scheduled(house.cast)
    red = house.inside("major-account", text="Nobody but you may know this.", author="alice")
    alert = actions.open_alert(red.pk, by=SYSTEM)
    assert alert is not None
    assert alarms_for(house.amara, [house.cast.brand.pk])
    Page.objects.create(
        key="one",
        alert=alert,
        user=house.dev,
        kind="email",
        address="d@x.example",
        next_attempt_at=timezone.now(),
        created_at=timezone.now(),
    )
    core.hand_over_contact(red.contact, by=house.dev, to_team=house.cast.teams["communications"], reason="Press")
    assert not alarms_for(house.amara, [house.cast.brand.pk])
    assert alarms_for(house.ingrid, [house.cast.brand.pk])
    shown = case_for(Visit(house.dev, alert))
    assert "Nobody but you" not in shown.words
    assert "Communications" in shown.words
    assert "Nobody but you" in case_for(Visit(house.ingrid, alert)).words
