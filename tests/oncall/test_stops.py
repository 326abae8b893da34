"""The page of the kill switch, and its word on every screen."""

from datetime import timedelta

import pytest
from django.test import Client

from interactions import actions
from interactions.models import PostingBlock
from oncall import engine, lanes
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db


def sign_in(desk: Desk, name: str) -> Client:
    client = Client()
    client.force_login(getattr(desk, name))
    return client


def read(desk: Desk, name: str, address: str) -> str:
    return " ".join(sign_in(desk, name).get(address).content.decode().split())


def stop(desk: Desk, name: str = "dev", **given: object) -> PostingBlock:
    words = {"what": f"brand-{desk.cast.brand.pk}", "reason": "A leak in a reply", "hours": "4"} | given
    answer = sign_in(desk, name).post("/oncall/stops/", words)
    assert answer.status_code == 302, answer.content.decode()
    return PostingBlock.objects.latest("pk")


def test_it_is_set_in_one_form_and_said_on_every_screen_of_the_brand(desk: Desk) -> None:
    draft = desk.cast.drafted("praise", by="amara", text="Thank you.")
    before = read(desk, "dev", "/shell/?shown=")
    assert "Posting is stopped" not in before
    standing = stop(desk)
    assert (standing.blocked_by, standing.brand) == (desk.dev, desk.cast.brand)
    assert standing.expires_at - standing.blocked_at == timedelta(hours=4)
    for name in ("amara", "jonas", "axel"):
        for address in ("/inbox/", "/notices/", "/shell/?shown=", f"/inbox/{draft.interaction_id}/"):
            assert "A leak in a reply" in read(desk, name, address), (name, address)
    assert "A leak in a reply" not in read(desk, "nora", "/inbox/")
    page = read(desk, "amara", "/oncall/stops/")
    assert "<b>1 reply</b> waits behind it." in page
    assert f"/inbox/{draft.interaction_id}/" in page
    assert "Let posts out again" not in page
    assert "Waits: posting is stopped." in read(desk, "amara", f"/inbox/{draft.interaction_id}/")
    ended = sign_in(desk, "ada").post(f"/oncall/stops/{standing.pk}/lift/", follow=True).content.decode()
    assert "Posting goes on." in ended
    assert "ended by Ada Lind" in ended
    assert "A leak in a reply" not in read(desk, "amara", "/inbox/")


def test_everything_that_can_be_stopped_stands_in_one_list(desk: Desk) -> None:
    cast = desk.cast
    topic, person = cast.topics["baggage"], cast.people["jonas"]
    for what, scope in (
        (f"channel-{cast.channel.pk}", "channel"),
        (f"topic-{topic.pk}", "topic"),
        (f"person-{cast.brand.pk}-{person.pk}", "person"),
    ):
        chosen = {"allowed_channels": [cast.channel.pk], "allowed_people": [cast.people["dev"].pk]}
        standing = stop(desk, what=what, lets_holding_out="on", **chosen)
        assert (standing.scope, standing.lets_holding_out) == (scope, True)
        assert (standing.allowed_channels, standing.allowed_people) == ([cast.channel.pk], [cast.people["dev"].pk])
    assert "selected>Delivery and baggage" in read(desk, "dev", f"/oncall/stops/?what=topic-{topic.pk}")
    for wrong in ({"what": "all"}, {"what": "brand-99"}, {"reason": ""}, {"hours": "1000"}, {"what": "person-1"}):
        words = {"what": f"brand-{cast.brand.pk}", "reason": "A leak", "hours": "4"} | wrong
        assert sign_in(desk, "dev").post("/oncall/stops/", words).status_code == 422, wrong


def test_pages_to_colleagues_still_go_out(desk: Desk) -> None:
    stop(desk)
    alert = desk.red()
    engine.sweep(lanes.at_once)
    assert alert.pages.filter(state="sent").exists()


def test_who_lifts_what_is_over_is_told_so(desk: Desk) -> None:
    standing = stop(desk)
    actions.lift_block(standing, by=desk.priya)
    answer = sign_in(desk, "dev").post(f"/oncall/stops/{standing.pk}/lift/", follow=True)
    assert "This has ended already." in answer.content.decode()
