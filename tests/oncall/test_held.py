"""What does not go out at this moment: which texts, whose, since when, and what holds them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interactions import actions
from interactions.models import Draft, Interaction, PostingBlock, Release
from oncall import actions as rooms
from oncall.held import MANY, Asked, held_page
from tests.cast import Cast
from tests.oncall.conftest import Desk
from tests.oncall.test_stops import read, sign_in, stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare(cast: Cast) -> Desk:
    return Desk(cast, None, None)  # type: ignore[arg-type]


def queued(desk: Desk, text: str = "Thank you.") -> Draft:
    """A green answer, approved by the policy, in its undo window."""
    return desk.cast.drafted("praise", by="amara", text=text)


def turned_red(desk: Desk, text: str = "Your bag is in Rome.") -> Interaction:
    """An answer was written, then the message became red."""
    row = desk.cast.drafted("baggage", by="jonas", text=text).interaction
    return actions.flag(row, by=desk.dev, topics=[desk.cast.topics["hacking"]])


def test_it_says_what_waits_whose_since_when_and_what_holds_it(bare: Desk) -> None:
    green, red = queued(bare), turned_red(bare)
    assert "Thank you." not in read(bare, "amara", "/oncall/held/")
    standing = stop(bare)
    room = rooms.open_room(red, by=bare.dev, name="Miles gone")
    page = read(bare, "amara", "/oncall/held/")
    for said in ("Thank you.", "by Amara Osei", "Stop: Tern Air", "Your bag is in Rome.", "by Jonas Weber"):
        assert said in page, said
    assert "Red holds it until a release is signed." in page
    assert f"Room {room.pk}: Miles gone" in page
    stopped = read(bare, "amara", f"/oncall/held/?stop={standing.pk}")
    assert ("Thank you." in stopped, "Your bag is in Rome." in stopped) == (True, False)
    assert "A leak in a reply" in stopped
    by_red = read(bare, "amara", "/oncall/held/?by=red")
    assert ("Thank you." in by_red, "Your bag is in Rome." in by_red) == (False, True)
    of_room = read(bare, "amara", f"/oncall/held/?room={room.pk}")
    assert ("Thank you." in of_room, "Your bag is in Rome." in of_room) == (False, True)
    assert "1 message has a text that red holds" in read(bare, "amara", f"/rooms/{room.pk}/")
    assert f"/oncall/held/?stop={standing.pk}" in read(bare, "amara", f"/inbox/{green.interaction_id}/")
    assert f"/oncall/held/?stop={standing.pk}" in read(bare, "amara", "/oncall/stops/")
    actions.lift_block(standing, by=bare.dev)
    assert "Thank you." not in read(bare, "amara", "/oncall/held/")


def test_only_who_may_lift_a_stop_gets_its_button(bare: Desk) -> None:
    standing = stop(bare)
    assert "Let posts out again" in read(bare, "dev", f"/oncall/held/?stop={standing.pk}")
    assert "Let posts out again" not in read(bare, "amara", f"/oncall/held/?stop={standing.pk}")


def test_nobody_finds_or_counts_what_they_may_not_see(bare: Desk) -> None:
    queued(bare)
    red = turned_red(bare)
    room = rooms.open_room(red, by=bare.dev, name="Miles gone")
    standing = stop(bare)
    everywhere = PostingBlock.objects.create(
        scope="all",
        reason="Everything",
        blocked_by=bare.dev,
        blocked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(hours=1),
    )
    for address in (f"?stop={standing.pk}", f"?room={room.pk}", "?stop=999"):
        assert sign_in(bare, "nora").get(f"/oncall/held/{address}").status_code == 404, address
    for address in ("/oncall/held/", f"/oncall/held/?stop={everywhere.pk}"):
        assert "Nothing is held back here" in read(bare, "nora", address)
    assert "<b>0 replies</b> wait behind it." in read(bare, "nora", "/oncall/stops/")
    actions.lift_block(standing, by=bare.dev)
    assert sign_in(bare, "dev").get(f"/oncall/held/?stop={standing.pk}").status_code == 404


def test_a_release_in_force_is_said_beside_what_it_lets_past(bare: Desk) -> None:
    red = turned_red(bare)
    now = timezone.now()
    Release.objects.create(
        brand=bare.cast.brand,
        interaction=red,
        says="The bag",
        flag_version=red.flag_version,
        created_by=bare.dev,
        created_at=now - timedelta(minutes=1),
        effective_at=now - timedelta(seconds=30),
        expires_at=now + timedelta(hours=1),
    )
    page = read(bare, "amara", "/oncall/held/?by=red")
    assert "A release lets it out, once it is signed" in page
    assert "Red holds it until" not in page


def test_it_is_paged_by_key_and_every_page_costs_the_same(bare: Desk) -> None:
    def asked(before: int | None = None) -> tuple[Any, int]:
        person = bare.amara
        with CaptureQueriesContext(connection) as made:
            page = held_page(person, Asked(), before)
        return page, len(made)

    stop(bare)
    turned_red(bare, "The first")
    queued(bare)
    _few, cost = asked()
    for n in range(MANY + 2):
        queued(bare, f"Answer {n}")
    turned_red(bare, "The last")
    many, cost_of_many = asked()
    assert (len(many.rows), cost_of_many) == (MANY, cost)
    rest, _cost = asked(many.before)
    assert (len(rest.rows), rest.before) == (5, None)
    shown = [held.interaction.pk for held in [*many.rows, *rest.rows]]
    assert shown == sorted(set(shown), reverse=True)
    client = sign_in(bare, "amara")
    assert f"?before={many.before}" in client.get("/oncall/held/").content.decode()
    assert "The first" in client.get(f"/oncall/held/?before={many.before}").content.decode()


def test_the_bar_of_a_red_message_leads_to_its_room(bare: Desk) -> None:
    red = turned_red(bare)
    assert "Open the room" not in read(bare, "amara", f"/inbox/{red.pk}/")
    room = rooms.open_room(red, by=bare.dev, name="Miles gone")
    page = read(bare, "amara", f"/inbox/{red.pk}/")
    assert f'href="/rooms/{room.pk}/"' in page
    assert "Open the room" in page
