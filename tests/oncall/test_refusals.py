"""Who may not, at every address of on-call that changes something. Nothing is changed by any of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from interactions import actions as core
from oncall import actions, links
from oncall.models import ContactMethod, ShiftStart
from tests.audit.oncall_deeds import gateway
from tests.audit.room_deeds import public_page
from tests.oncall.conftest import Desk

SIGN_IN = 302  # strangers are sent to sign in; the product is not shown to them
NOT_ALLOWED = 403
NOT_THERE = 404

_EDITING = {"": SIGN_IN} | dict.fromkeys(["amara", "jonas", "dev", "ingrid", "axel", "nora"], NOT_ALLOWED)
_EDITED = _EDITING | {"nora": NOT_THERE}
_ANSWERING = {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "ada", "axel"], NOT_ALLOWED)
_OPENED = {"nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "ada", "axel"], NOT_ALLOWED)

_GIVING = {"nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "ada", "axel"], NOT_THERE)  # not to nobody
_TAKING = {"nora": NOT_THERE}  # whoever was not asked is told so, and has nothing

REFUSED = {
    "oncall:add_schedule": _EDITING,
    "oncall:schedule": _EDITED,
    "oncall:add_layer": _EDITED,
    "oncall:add_calendar": _EDITED,
    "oncall:override": _EDITED,
    "oncall:layer": _EDITED,
    "oncall:remove_layer": _EDITED,
    "oncall:raise_layer": _EDITED,
    "oncall:cancel_override": _EDITED,
    "oncall:ask_cover": {"": SIGN_IN, "nora": NOT_THERE},
    "oncall:take_cover": {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "ruth", "ada"], NOT_ALLOWED),
    "oncall:decline_cover": {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "ruth", "ada"], NOT_ALLOWED),
    "oncall:withdraw_cover": {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "tomas", "ada"], NOT_ALLOWED),
    "oncall:confirm_shift": {"": SIGN_IN} | dict.fromkeys(["tomas", "ada", "nora"], NOT_THERE),
    "oncall:feeds": {"": SIGN_IN},  # everybody has their own
    "oncall:revoke_feed": {"": SIGN_IN} | dict.fromkeys(["tomas", "ada", "nora"], NOT_THERE),
    "oncall:add_policy": _EDITING,
    "oncall:policy": _EDITED,
    "oncall:add_statement_page": _EDITING,
    "oncall:statement_page": _EDITED,
    "oncall:retire_statement_page": _EDITED,
    "oncall:gateways": _EDITING | {"priya": NOT_ALLOWED},  # admins alone: addresses hold credentials
    "oncall:switch_gateway": _EDITED | {"priya": NOT_ALLOWED},
    "oncall:methods": {"": SIGN_IN},  # everybody has their own
    "oncall:rules": {"": SIGN_IN},
    "oncall:page_test": {"": SIGN_IN},
    "oncall:add_device": {"": SIGN_IN},
    "oncall:push_key": {"": SIGN_IN},
    "oncall:remove_method": {"": SIGN_IN} | dict.fromkeys(["amara", "tomas", "ada", "nora"], NOT_THERE),
    "oncall:drills": {"": SIGN_IN, "nora": NOT_ALLOWED}
    | dict.fromkeys(["amara", "jonas", "dev", "ingrid", "axel"], NOT_ALLOWED),
    "oncall:end_drill": {"": SIGN_IN, "nora": NOT_THERE}
    | dict.fromkeys(["amara", "jonas", "dev", "ingrid", "axel"], NOT_ALLOWED),
    "oncall:stops": {"": SIGN_IN} | dict.fromkeys(["amara", "jonas", "axel"], NOT_ALLOWED),
    "oncall:lift_stop": {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "axel"], NOT_ALLOWED),
    "oncall:where": {"": SIGN_IN, "nora": NOT_THERE, "axel": NOT_ALLOWED},
    "oncall:settled": {"": SIGN_IN, "nora": NOT_THERE, "axel": NOT_ALLOWED},
    "oncall:acknowledge": _ANSWERING,
    "oncall:pass_on": _ANSWERING,
    "page": _OPENED,  # a good link is its own key; who is signed in acts as themselves
    "page_pass_on": _OPENED,
    "page_hand_over": _GIVING,
    "page_accept": _TAKING,
    "page_decline": _TAKING,
    "page_test": {"": NOT_THERE, "ada": NOT_THERE},  # by a link that is not ours
}

BODIES = {"oncall:where": {"words": "Whose is it?"}}


@pytest.fixture
def addresses(desk: Desk) -> dict[str, str]:
    """Every address with something real behind it, all of Priya's."""
    alert = desk.red()
    method = ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example")
    token = links.page_url(user_id=desk.priya.pk, alert_id=alert.pk).split("/")[-2]
    until = timezone.now() + timedelta(hours=1)
    block = core.block_posting(desk.cast.brand, by=desk.priya, reason="A leak", expires_at=until)
    team, topic = desk.cast.teams["care"], desk.cast.topics["hacking"]
    drill = actions.start_drill(by=desk.priya, topic=topic, team=team, text="account hacked")
    now = timezone.now()
    made = actions.override(
        desk.schedule, by=desk.ada, kind="add", person=desk.ada, starts_at=now, ends_at=now + timedelta(days=9)
    )
    shift = {"starts_at": now, "ends_at": now + timedelta(hours=2)}
    cover = actions.ask_cover(desk.schedule, by=desk.priya, asked=desk.tomas, **shift)
    begins = ShiftStart.objects.create(schedule=desk.schedule, user=desk.priya, starts_at=now, told_at=now)
    asked = actions.ask_where(desk.cast.received(), by=desk.amara, words="Whose is it?")
    feed, _secret = actions.open_feed(None, by=desk.priya)
    schedule, layer = desk.schedule.pk, desk.schedule.layers.get().pk
    about = {
        **dict.fromkeys(["oncall:add_layer", "oncall:add_calendar", "oncall:override", "oncall:ask_cover"], schedule),
        **dict.fromkeys(["oncall:layer", "oncall:remove_layer", "oncall:raise_layer"], layer),
        "oncall:cancel_override": made.pk,
        **{f"oncall:{verb}_cover": cover.pk for verb in ("take", "decline", "withdraw")},
        "oncall:confirm_shift": begins.pk,
        "oncall:revoke_feed": feed.pk,
        "oncall:lift_stop": block.pk,
        "oncall:end_drill": drill.pk,
        "oncall:schedule": desk.schedule.pk,
        "oncall:policy": desk.policy.pk,
        "oncall:remove_method": method.pk,
        "oncall:statement_page": public_page(desk.cast).pk,
        "oncall:retire_statement_page": public_page(desk.cast, name="Storm").pk,
        "oncall:switch_gateway": gateway(desk.cast).pk,
        "oncall:where": asked.interaction_id,
        "oncall:settled": asked.interaction_id,
        "oncall:acknowledge": alert.pk,
        "oncall:pass_on": alert.pk,
        "page": token,
        "page_pass_on": token,
        "page_hand_over": token,
        "page_accept": token,
        "page_decline": token,
        "page_test": token,
    }
    return {name: reverse(name, args=[about[name]] if name in about else []) for name in REFUSED}


@pytest.mark.parametrize("name", REFUSED)
def test_who_may_not_is_refused_and_nothing_changes(
    client: Client, desk: Desk, addresses: dict[str, str], name: str
) -> None:
    before = Event.objects.count()
    for person, status in REFUSED[name].items():
        client.logout()
        if person:
            client.force_login(getattr(desk, person))
        assert client.post(addresses[name], BODIES.get(name)).status_code == status, person or "a stranger"
    assert Event.objects.count() == before
    assert ContactMethod.objects.count() == 1
