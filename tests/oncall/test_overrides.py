"""Overrides and covers: for a time somebody else is on call, and everything that asks sees it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals import actions as approvals
from audit.models import Event
from oncall import actions, queries
from oncall.models import CoverRequest, Override
from oncall.rota import rota_of
from oncall.schedule import people_at
from oncall.wallclock import Span
from tests.oncall.conftest import NIGHT, Desk

HOUR = timedelta(hours=1)
TOMAS_FROM = datetime(2026, 11, 23, 9, tzinfo=UTC)


def on_call(desk: Desk, at: datetime | None = None) -> list[str]:
    rota = rota_of(desk.schedule)
    return [rota.people[pk].short_name for pk in people_at(rota.spec, at or timezone.now())]


def put(desk: Desk, kind: str, name: str, hours: int = 2) -> Override:
    who = getattr(desk, name)
    return actions.override(
        desk.schedule, by=desk.ada, kind=kind, person=who, starts_at=NIGHT, ends_at=NIGHT + hours * HOUR
    )


def test_an_override_is_who_is_paged_and_who_every_page_names(client: Client, desk: Desk) -> None:
    put(desk, "replace", "ruth")  # who takes no turns there
    assert desk.paged(desk.red()) == ["Ruth"]
    (now,) = queries.on_call_now([desk.cast.brand.pk])
    assert (now.person, now.until) == (desk.ruth, NIGHT + 2 * HOUR)
    told = Notice.objects.get(user=desk.ruth)
    assert told.text == "You are on call for Comms primary from Tue 17 Nov, 02:58 to Tue 17 Nov, 04:58."
    client.force_login(desk.amara)
    assert "Ruth Adeyemi" in client.get("/oncall/").content.decode()


def test_who_is_added_is_paged_beside_whose_turn_it_is(desk: Desk) -> None:
    put(desk, "add", "ruth")
    assert desk.paged(desk.red()) == ["Priya", "Ruth"]


def test_who_is_removed_leaves_a_gap_until_it_is_taken_back(desk: Desk) -> None:
    made = put(desk, "remove", "priya")
    assert on_call(desk) == []
    actions.cancel_override(made, by=desk.ada)
    assert on_call(desk) == ["Priya"]
    with pytest.raises(Conflict, match="took it back a moment ago"):
        actions.cancel_override(made, by=desk.ada)
    assert Event.objects.filter(name="oncall.override_cancelled").count() == 1


def test_an_absence_said_beside_the_approvals_takes_its_person_off_call(desk: Desk) -> None:
    approvals.be_away(by=desk.priya, starts_at=NIGHT, ends_at=NIGHT + HOUR)
    assert on_call(desk) == []
    assert desk.paged(desk.red()) == ["Tomás"], "the next step, at once"
    assert on_call(desk, NIGHT + HOUR) == ["Priya"]


@pytest.mark.parametrize(
    ("name", "starts", "ends", "sentence"),
    [
        ("nora", NIGHT, NIGHT + HOUR, "has no role in Tern Air"),
        ("ruth", NIGHT + HOUR, NIGHT, "end lies before"),
        ("ruth", NIGHT - 2 * HOUR, NIGHT - HOUR, "over already"),
        ("ruth", NIGHT, NIGHT + timedelta(days=93), "Three months"),
    ],
)
def test_an_override_that_cannot_be_is_refused(desk: Desk, name: str, starts, ends, sentence: str) -> None:
    who = getattr(desk, name)
    with pytest.raises(Invalid, match=sentence):
        actions.override(desk.schedule, by=desk.ada, kind="replace", person=who, starts_at=starts, ends_at=ends)
    assert not Override.objects.exists()


def test_the_page_overrides_and_takes_back(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    where = f"/oncall/schedules/{desk.schedule.pk}/override/"
    half_filled = client.get(f"{where}?from=2026-11-17T03:00&until=nonsense").content.decode()
    assert 'value="2026-11-17T03:00"' in half_filled
    form = {"kind": "replace", "starts_at": "2026-11-17T03:00", "ends_at": "2026-11-17T06:00", "reason": "Priya flies"}
    assert client.post(where, form | {"person": desk.nora.pk}).status_code == 422
    shown = client.post(where, form | {"person": desk.ingrid.pk}, follow=True).content.decode()
    assert "Priya flies" in shown
    assert "Take back" in shown
    made = Override.objects.get()
    assert made.starts_at == datetime(2026, 11, 17, 3, tzinfo=UTC)
    client.post(f"/oncall/overrides/{made.pk}/cancel/")
    assert "Priya flies" not in client.get("/oncall/").content.decode()
    assert (
        "took it back a moment ago" in client.post(f"/oncall/overrides/{made.pk}/cancel/", follow=True).content.decode()
    )


# --- Cover and swaps -------------------------------------------------------------------------------------------------


def asked(desk: Desk, **more) -> CoverRequest:
    span = {"starts_at": NIGHT, "ends_at": NIGHT + 2 * HOUR}
    return actions.ask_cover(desk.schedule, by=desk.priya, **(span | more))


def test_asked_of_everybody_a_shift_is_taken_by_the_first_and_by_nobody_twice(desk: Desk) -> None:
    request = asked(desk)
    assert on_call(desk) == ["Priya"], "asking changes nothing"
    assert Notice.objects.get(user=desk.tomas).text.startswith("Priya Raman asks to be covered for Comms primary")
    with pytest.raises(NotAllowed, match="not asked of you"):
        actions.take_cover(request, by=desk.ruth)
    actions.take_cover(request, by=desk.tomas)
    assert on_call(desk) == ["Tomás"]
    assert on_call(desk, NIGHT + 2 * HOUR) == ["Priya"]
    with pytest.raises(Conflict, match="settled a moment ago"):
        actions.take_cover(request, by=desk.tomas)
    assert Override.objects.count() == 1


def test_a_swap_gives_each_the_shift_of_the_other(desk: Desk) -> None:
    gives = Span(TOMAS_FROM, TOMAS_FROM + 3 * HOUR)
    request = asked(desk, asked=desk.tomas, gives=gives)
    actions.take_cover(request, by=desk.tomas)
    assert on_call(desk) == ["Tomás"]
    assert on_call(desk, TOMAS_FROM) == ["Priya"]
    assert on_call(desk, TOMAS_FROM + 3 * HOUR) == ["Tomás"]


def test_what_is_declined_or_withdrawn_leaves_the_shift_where_it_is(desk: Desk) -> None:
    first = asked(desk, asked=desk.tomas)
    actions.decline_cover(first, by=desk.tomas)
    assert Notice.objects.get(user=desk.priya).text.startswith("Tomás Herrera cannot take your shift")
    second = asked(desk, asked=desk.tomas)
    actions.withdraw_cover(second, by=desk.priya)
    for settled in (first, second):
        with pytest.raises(Conflict):
            actions.take_cover(settled, by=desk.tomas)
    assert on_call(desk) == ["Priya"]


def test_a_request_is_for_a_shift_one_has_and_still_has_when_it_is_taken(desk: Desk, clock) -> None:
    with pytest.raises(Invalid, match="Ruth Adeyemi is not on call"):
        actions.ask_cover(desk.schedule, by=desk.ruth, starts_at=NIGHT, ends_at=NIGHT + HOUR)
    request, late = asked(desk), asked(desk)
    put(desk, "replace", "ingrid")
    with pytest.raises(Conflict, match="shifts have changed"):
        actions.take_cover(request, by=desk.tomas)
    clock.shift(3 * HOUR)
    with pytest.raises(Conflict, match="over"):
        actions.take_cover(late, by=desk.tomas)


def test_the_page_asks_and_the_colleague_takes(client: Client, desk: Desk) -> None:
    client.force_login(desk.amara)
    where = f"/oncall/schedules/{desk.schedule.pk}/cover/"
    assert "You have no shift here" in client.get(where).content.decode()
    client.force_login(desk.priya)
    fields = client.get(where).context["form"].fields
    shift, gives = fields["shift"].choices[0][0], fields["gives"].choices[1][0]
    client.post(where, {"shift": shift, "gives": gives, "note": "A wedding"})
    request = CoverRequest.objects.get()
    assert (request.asked, request.is_swap, request.note) == (desk.tomas, True, "A wedding")
    assert "Withdraw" in client.get("/oncall/").content.decode()
    client.force_login(desk.tomas)
    assert "I take it" in client.get("/oncall/").content.decode()
    client.post(f"/oncall/covers/{request.pk}/take/")
    assert on_call(desk) == ["Tomás"]
    assert "A wedding" in client.get("/oncall/").content.decode(), "as the reason of the override"
