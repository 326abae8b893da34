"""Calendars out, behind a secret that can be revoked; and calendars in, as a layer."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from accounts.refusals import Invalid
from connectors import http
from escalation_site.logs import NoKeys
from oncall import actions, ical
from oncall.actions import calendars
from oncall.models import CalendarEntry, CalendarFeed, OutsideCalendar
from oncall.rota import rota_of
from oncall.schedule import people_at
from tests.oncall.conftest import NIGHT, Desk

UTC_ZONE = ZoneInfo("UTC")
OUTSIDE = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Madrid:20261116T090000
DTEND;TZID=Europe/Madrid:20261117T090000
RRULE:FREQ=DAILY;COUNT=3
SUMMARY:Duty
ATTENDEE:mailto:Ruth@tern.example
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261120
SUMMARY:ingrid holm has it
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:20261101T000000Z
DTSTART:20261121T090000Z
DTEND:20261121T100000Z
SUMMARY:Somebody else
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def repeating(rule: str) -> bytes:
    return OUTSIDE.replace(b"FREQ=DAILY;COUNT=3", rule.encode())


# --- Out -------------------------------------------------------------------------------------------------------------


def opened(client: Client, person: User, schedule: str = "") -> str:
    """The path of a new feed."""
    client.force_login(person)
    address = client.post("/oncall/feeds/", {"schedule": schedule}).context["address"]
    return str(address)[str(address).index("/calendar/") :]


def titles(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_feed_of_one_s_own_shows_one_s_shifts_to_whoever_has_its_address(client: Client, desk: Desk) -> None:
    path = opened(client, desk.priya)
    anybody = Client()
    shown = anybody.get(path)
    events = Calendar.from_ical(shown.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"On call: Comms primary"}
    assert events[0]["DTEND"].dt == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert path.split("/")[-1].removesuffix(".ics") not in client.get("/oncall/feeds/").content.decode()
    assert anybody.get(path).content == shown.content, "the same shift keeps its name"


def test_a_feed_of_a_schedule_shows_everybody_and_the_gaps(client: Client, desk: Desk) -> None:
    path = opened(client, desk.amara, str(desk.schedule.pk))
    kind, person = "remove", desk.priya
    actions.override(
        desk.schedule, by=desk.ada, kind=kind, person=person, starts_at=NIGHT, ends_at=NIGHT + timedelta(hours=1)
    )
    shown = titles(Client(), path)
    assert shown[:4] == [
        "Nobody on call: Comms primary",  # before the first shift
        "Priya Raman: Comms primary",
        "Nobody on call: Comms primary",
        "Priya Raman: Comms primary",
    ]


def test_a_revoked_feed_and_one_of_somebody_who_left_are_nobody_s(client: Client, desk: Desk) -> None:
    path = opened(client, desk.priya)
    assert Client().get("/calendar/guessed.ics").status_code == 404
    User.objects.filter(pk=desk.priya.pk).update(is_active=False)
    assert Client().get(path).status_code == 404
    User.objects.filter(pk=desk.priya.pk).update(is_active=True)
    client.force_login(desk.priya)
    client.post(f"/oncall/feeds/{CalendarFeed.objects.get().pk}/revoke/")
    assert Client().get(path).status_code == 404


def test_a_schedule_next_door_cannot_be_fed(client: Client, desk: Desk) -> None:
    client.force_login(desk.nora)
    assert client.post("/oncall/feeds/", {"schedule": desk.schedule.pk}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_the_log_holds_no_key(client: Client, desk: Desk) -> None:
    path = opened(client, desk.priya)
    secret = path.split("/")[-1].removesuffix(".ics")
    record = logging.LogRecord("x", logging.INFO, "", 0, "request='GET %s'", (path,), None)
    assert NoKeys().filter(record)
    assert record.getMessage() == "request='GET /calendar/…'"
    assert secret not in record.getMessage()


# --- In --------------------------------------------------------------------------------------------------------------


def test_an_uploaded_file_is_a_layer_that_names_people(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    file = SimpleUploadedFile("duty.ics", OUTSIDE, "text/calendar")
    client.post(f"/oncall/schedules/{desk.schedule.pk}/calendar/", {"name": "Duty", "file": file})
    layer = desk.schedule.layers.get(name="Duty")
    client.post(f"/oncall/layers/{layer.pk}/raise/")
    rota = rota_of(desk.schedule)
    assert people_at(rota.spec, datetime(2026, 11, 17, 12, tzinfo=UTC)) == (desk.ruth.pk,)
    assert people_at(rota.spec, datetime(2026, 11, 19, 9, tzinfo=UTC)) == (desk.priya.pk,), "below it"
    assert people_at(rota.spec, datetime(2026, 11, 20, 12, tzinfo=UTC)) == (desk.ingrid.pk,), "a whole day"
    assert (
        "These entries name nobody we know: Somebody else"
        in client.get(f"/oncall/schedules/{desk.schedule.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"rubbish",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"x" * ical.MOST_BYTES,
        repeating("FREQ=SECONDLY"),
        repeating("FREQ=DAILY;BYMINUTE=1,2,3"),
        OUTSIDE.replace(b"END:VCALENDAR\r\n", b"BEGIN:VEVENT\r\nUID:9\r\nDTSTART:20261101\r\nEND:VEVENT\r\n" * 2_001)
        + b"END:VCALENDAR\r\n",
    ],
)
def test_what_is_no_calendar_or_knows_no_measure_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        ical.read(body, UTC_ZONE, NIGHT, NIGHT + timedelta(days=30))


def test_an_endless_calendar_is_read_as_far_as_asked() -> None:
    found = ical.read(repeating("FREQ=DAILY"), UTC_ZONE, NIGHT, NIGHT + timedelta(days=30))
    assert 30 <= len([each for each in found if each.title == "Duty"]) <= 32


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the address answers; asking it is the door's own test."""
    answers: dict[str, Any] = {"status": 200, "body": OUTSIDE, "asked": 0}

    def send(_method: str, _address: str, **_options: Any) -> http.Answer:
        answers["asked"] += 1
        if isinstance(answers["body"], Exception):
            raise answers["body"]
        return http.Answer(answers["status"], {}, answers["body"])

    monkeypatch.setattr(calendars.http, "send", send)
    return answers


def test_a_sweep_over_slow_calendars_comes_back_and_the_next_one_goes_on(
    desk: Desk, outside: dict[str, Any], clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Duty", "Nights"):
        actions.follow_calendar(desk.schedule, by=desk.ada, name=name, address="https://calendar.example/slow.ics")
    with monkeypatch.context() as at_once:
        at_once.setattr(calendars, "SWEEP_AT_MOST", 0.0)
        assert calendars.read_due() == 0
    assert calendars.read_due() == 2


def test_a_followed_calendar_is_read_again_and_what_fails_keeps_its_turns(
    desk: Desk, outside: dict[str, Any], clock
) -> None:
    actions.follow_calendar(desk.schedule, by=desk.ada, name="Duty", address="webcal://calendar.example/a-secret.ics")
    calendar = OutsideCalendar.objects.get()
    assert (calendar.host, "a-secret" in calendar.address) == ("calendar.example", False)
    assert calendars.read_due() == 1
    assert calendars.read_due() == 0, "not due again"
    entries = CalendarEntry.objects.count()
    assert entries == 4
    for status, body in ((500, OUTSIDE), (200, b"rubbish"), (200, http.NoAnswer("It is down."))):
        clock.shift(timedelta(minutes=16))
        outside.update(status=status, body=body)
        assert calendars.read_due() == 1
        assert OutsideCalendar.objects.get().error
        assert CalendarEntry.objects.count() == entries
    clock.shift(timedelta(minutes=16))
    outside.update(status=200, body=OUTSIDE.replace(b"COUNT=3", b"COUNT=2"))
    calendars.read_due()
    calendar.refresh_from_db()
    assert (calendar.error, calendar.entries.count()) == ("", 3)


def test_an_address_inside_our_network_is_never_asked(client: Client, desk: Desk, outside: dict[str, Any]) -> None:
    client.force_login(desk.ada)
    where = f"/oncall/schedules/{desk.schedule.pk}/calendar/"
    answer = client.post(where, {"name": "Duty", "address": "http://10.0.0.1/duty.ics"})
    assert answer.status_code == 422
    assert "private network" in answer.content.decode()
    assert client.post(where, {"name": "Neither"}).status_code == 422
    assert not OutsideCalendar.objects.exists()
    assert outside["asked"] == 0
