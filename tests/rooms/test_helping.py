"""Extra hands: colleagues from elsewhere reach the channels of a crisis at once, and no longer than it lasts."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Notice
from accounts.refusals import Invalid, NotAllowed
from accounts.rights import can
from audit import outbox
from interactions import actions as core
from oncall import actions
from oncall.models import Helper
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db


def test_who_is_brought_in_works_on_the_rooms_channels_at_once(client: Client, house: House) -> None:
    bag = house.inside("baggage")
    client.force_login(house.nora)
    assert client.get(f"/inbox/{bag.pk}/").status_code == 404
    (helper,) = actions.bring_in(house.fresh, by=house.priya, people=[house.nora])
    assert (helper.user, helper.team) == (house.nora, bag.team)
    assert Notice.objects.get(user=house.nora).kind == "room-help"
    assert client.get(f"/inbox/{bag.pk}/").status_code == 200
    assert client.get(f"/rooms/{house.room.pk}/").status_code == 200
    assert can(house.nora, "draft", bag.team)
    assert not can(house.nora, "approve", bag.team), "who signs goes on signing"
    assert actions.bring_in(house.fresh, by=house.priya, people=[house.nora]) == []
    assert Helper.objects.count() == 1


def test_the_role_ends_with_the_room_and_its_cases_go_back(client: Client, house: House) -> None:
    bag = house.inside("baggage")
    actions.bring_in(house.fresh, by=house.priya, people=[house.nora])
    core.assign(bag, by=house.nora, to=house.nora)
    actions.stand_down(house.fresh, by=house.dev, last_word="Over.", review_on=later().date())
    outbox.sweep()
    assert not can(house.nora, "see", bag.team)
    client.force_login(house.nora)
    assert client.get(f"/inbox/{bag.pk}/").status_code == 404
    assert type(bag).objects.get(pk=bag.pk).assignee is None


def test_who_belonged_to_the_team_before_stays_there(house: House) -> None:
    assert actions.bring_in(house.fresh, by=house.priya, people=[house.amara]) == []
    actions.stand_down(house.fresh, by=house.dev, last_word="Over.", review_on=later().date())
    assert can(house.amara, "draft", house.fresh.team)


def test_one_is_sent_home_and_can_come_again(house: House) -> None:
    actions.bring_in(house.fresh, by=house.priya, people=[house.nora])
    assert actions.send_home(house.fresh, by=house.dev, helper=house.nora) == 1
    assert actions.send_home(house.fresh, by=house.dev, helper=house.nora) == 0
    assert not Membership.objects.filter(user=house.nora, team=house.fresh.team).exists()
    assert actions.bring_in(house.fresh, by=house.dev, people=[house.nora])


def test_who_may_not_lead_or_give_roles_brings_nobody_and_nobody_is_none(house: House) -> None:
    actions.assume_role(house.fresh, by=house.amara, role="lead")
    for person in ("amara", "jonas", "axel"):  # she leads, and gives nobody a role
        with pytest.raises(NotAllowed):
            actions.bring_in(house.fresh, by=getattr(house, person), people=[house.nora])
    with pytest.raises(Invalid):
        actions.bring_in(house.fresh, by=house.priya, people=[])
    gone = house.nora
    gone.is_active = False
    with pytest.raises(Invalid):
        actions.bring_in(house.fresh, by=house.priya, people=[gone])


def test_the_database_knows_one_room_for_a_helper_of_a_team(house: House) -> None:
    (helper,) = actions.bring_in(house.fresh, by=house.priya, people=[house.nora])
    again = {"incident": house.room, "user": helper.user, "team": helper.team, "role": helper.role}
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.create(brought_by=house.priya, brought_at=timezone.now(), **again)


def test_people_and_teams_are_chosen_among_those_one_sees(client: Client, house: House) -> None:
    client.force_login(house.dev)
    room = f"/rooms/{house.room.pk}/"
    shown = client.get(room).content.decode()
    assert "Bring people in" in shown
    assert "Nora Falk" not in shown
    assert client.post(f"{room}bring-in/", {"people": house.nora.pk}).status_code == 422
    legal = house.cast.teams["security"]
    actions.link_messages(house.fresh, by=house.amara, ids=[house.inside("baggage").pk])
    assert client.post(f"{room}bring-in/", {"teams": legal.pk}).status_code == 422  # nobody is in it
    assert client.post(f"{room}bring-in/", {"people": "9" * 30}).status_code == 422
    assert client.post(f"{room}send-home/", {"helper": "x"}).status_code == 404
