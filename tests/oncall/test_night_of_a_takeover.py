"""The night of a takeover, from the flag to the review, through the addresses that people press."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from audit.models import Event
from interactions import publishing
from interactions.models import Draft, HoldingStatement, Interaction, Release, Reply
from oncall import engine, lanes
from oncall.models import Alert, Huddle, Incident
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def presses(desk: Desk) -> Callable[..., Any]:
    """Somebody posts a form at an address, and is led on."""

    def press(who: str, address: str, **form: Any) -> Any:
        browser = Client()
        browser.force_login(getattr(desk, who))
        answer = browser.post(address, form)
        assert answer.status_code == 302, f"{who} at {address}: {answer.status_code} {answer.content.decode()[-1500:]}"
        return answer

    return press


def moment(**ahead: float) -> str:
    return timezone.localtime(timezone.now() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def test_the_night_of_a_takeover(desk: Desk, clock: Any, presses: Callable[..., Any]) -> None:
    alert = desk.red("hacking", text="My account hacked, all miles gone.", author="marguerite")
    red = Interaction.objects.get()
    case = f"/interactions/{red.pk}/"
    desk.sweep()
    assert desk.paged(alert) == ["Priya"]

    clock.shift(timedelta(minutes=5, seconds=1))  # nobody acknowledges: the next is paged
    desk.sweep()
    assert desk.paged(alert) == ["Priya", "Tomás"]
    link = re.findall(r"https?://[^/\s]+(/p/\S+)", str(mail.outbox[-1].body))[0]
    phone = Client()  # Tomás, in bed: nobody is signed in on it
    assert "My account hacked" in phone.get(link).content.decode()
    assert Alert.objects.get().is_live
    assert phone.post(link).status_code == 302
    assert Alert.objects.get().acknowledged_by == desk.tomas

    room_at = presses("tomas", f"/rooms/open/{red.pk}/", name="Accounts taken over")["Location"]
    room = Incident.objects.get()
    presses("tomas", f"{room_at}assume/", role="lead")
    options = {"question": "Do we say that we are looking?", "options": "Yes\nNot yet", "decider": desk.tomas.pk}
    huddle_at = presses("tomas", f"/rooms/huddles/about/{red.pk}/", decide_by=moment(hours=1), **options)["Location"]
    presses("tomas", f"{huddle_at}seat/", role="communications")
    presses("ruth", f"{huddle_at}seat/", role="legal")
    presses("ruth", f"{huddle_at}vote/", option="1")
    presses("tomas", f"{huddle_at}decide/", option="1", because="Silence is worse.")
    assert Huddle.objects.get().state == "decided"

    presses("tomas", f"{case}holding/", message=desk.cast.holding.pk, next_update_at=moment(hours=1))
    statement = HoldingStatement.objects.get()
    presses("tomas", f"/interactions/statements/{statement.pk}/sign/")
    assert not Reply.objects.exists()
    presses("ingrid", f"/interactions/statements/{statement.pk}/sign/")
    Reply.objects.update(state="sent", sent_at=timezone.now())  # the network of the tests hears nothing

    browser = Client()
    browser.force_login(desk.amara)
    answer = browser.post(
        f"{case}draft/", {"text": "We have your account back.", "is_public": "1", "seen_thread_version": 1}
    )
    assert answer.status_code == 403
    presses("tomas", f"{case}release/", says="That the account is back", expires_at=moment(hours=3))
    release = Release.objects.get()
    presses("tomas", f"/interactions/releases/{release.pk}/sign/", role="communications")
    presses("ruth", f"/interactions/releases/{release.pk}/sign/", role="legal")
    seen = red.thread_version
    presses("amara", f"{case}draft/", text="We have your account back.", is_public="1", seen_thread_version=seen)
    draft = Draft.objects.get()
    versions = {"thread_version": 1, "flag_version": draft.flag_version}
    presses("dev", f"/approvals/{draft.pk}/approve/", **versions)
    presses("ingrid", f"/approvals/{draft.pk}/approve/", **versions)
    assert Interaction.objects.get().state == "approved"
    reply = Reply.objects.get(kind="reply")
    assert publishing._claim(reply.pk) is not None  # every gate is open at the instant of posting

    presses("tomas", f"{room_at}stand-down/", last_word="The account is back.", review_on=moment(days=3)[:10])
    presses("ruth", f"{room_at}review/", what_happened="Priya slept", change="Page two at night")
    told = Client()
    told.force_login(desk.tomas)
    table = told.get(f"{room_at}timeline.csv").content.decode()
    assert "oncall.room_opened" in table
    assert "oncall.room_stood_down" in table
    assert room.lessons.get().change == "Page two at night"
    said = set(Event.objects.values_list("name", flat=True))
    assert {"oncall.acknowledged", "oncall.decided", "interactions.release_in_force", "oncall.lesson_written"} <= said
    engine.sweep(lanes.at_once)
    assert desk.paged(alert) == ["Priya", "Tomás"]
