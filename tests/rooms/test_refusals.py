"""Who may not, at every address of rooms and huddles that changes something. Nothing is changed by any of them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from interactions.models import Interaction
from oncall import actions
from oncall.models import StatementPage
from tests.audit import room_deeds as deeds
from tests.cast import Cast
from tests.rooms.conftest import later

pytestmark = pytest.mark.django_db

SIGN_IN, NOT_ALLOWED, NOT_THERE = 302, 403, 404
_OUTSIDE = {"": SIGN_IN, "nora": NOT_THERE}
_WORKING = _OUTSIDE | {"axel": NOT_ALLOWED}
_LEADING = _WORKING | {"amara": NOT_ALLOWED, "jonas": NOT_ALLOWED}
_LOST = _OUTSIDE | dict.fromkeys(["amara", "dev"], NOT_THERE)  # who lost it finds it no more
_SEATED = _WORKING | {"dev": NOT_ALLOWED}

REFUSED: dict[str, dict[str, int]] = {
    "rooms:open": _WORKING,
    "rooms:accept": _WORKING,
    "rooms:link": _WORKING,
    "rooms:link_alike": _WORKING,
    "rooms:unlink": _WORKING,
    "rooms:assume": _WORKING,
    "rooms:renounce": _WORKING,
    "rooms:line": _WORKING,
    "rooms:withdraw_line": _WORKING,
    "rooms:log": _WORKING,
    "rooms:statement": _WORKING,
    "rooms:posted": _WORKING,
    "rooms:release": _WORKING,
    "rooms:answer": _WORKING,
    "rooms:review": _WORKING,
    "rooms:convene": _WORKING,
    "rooms:convene_room": _WORKING,
    "rooms:dismiss": _LEADING,
    "rooms:hand_over": _LEADING,
    "rooms:promise": _LEADING,
    "rooms:stand_down": _LEADING,
    "rooms:hand_over_author": _LEADING,
    "rooms:sign_statement": _LEADING,
    "rooms:ask_to_show": _WORKING,
    "rooms:show_page": _LEADING | {"dev": NOT_ALLOWED, "ada": NOT_ALLOWED},  # who asked, and who wrote it
    "rooms:stop_showing": _LEADING,
    "rooms:bring_in": _LEADING,
    "rooms:send_home": _LEADING | {"nora": NOT_ALLOWED},  # she helps there: she sees it
    "rooms:take_seat": _SEATED,
    "rooms:vote": _SEATED,
    "rooms:log_huddle": _SEATED,
    "rooms:give_back": _LOST,
    "rooms:give_back_author": _LOST,
    "rooms:undo_answers": _WORKING | {"jonas": NOT_ALLOWED},
    "rooms:settle_lesson": _WORKING | dict.fromkeys(["amara", "dev", "priya"], NOT_ALLOWED),
    "rooms:decide": _SEATED | {"ruth": NOT_ALLOWED, "tomas": NOT_ALLOWED},
    "rooms:end_huddle": _SEATED | {"ruth": NOT_ALLOWED},
    "rooms:leave_seat": _OUTSIDE,  # who has none has nothing to leave
}
_BODY = {
    "name": "Miles",
    "reason": "Because",
    "role": "lead",
    "kind": "fact",
    "text": "One.",
    "option": "1",
    "link": "https://tern.example/",
    "last_word": "Over.",
    "what_happened": "Slow",
    "change": "Page Legal",
    "question": "Do we?",
    "options": "Yes\nNo",
    "says": "One answer",
    "line": "Hi.",
}


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """The address with something real behind it on which the verb would work."""

    def made(name: str) -> str:
        verb = name.removeprefix("rooms:")
        prepare = _PREPARED.get(verb, deeds.room)
        thing = prepare(cast)
        if verb == "renounce":
            actions.assume_role(thing, by=cast.dev, role="lead")
        if verb == "unlink":
            return reverse(name, args=[thing.incident_links.get().incident, thing.pk])
        return reverse(name, args=[thing.pk])

    return made


_PREPARED = {
    "open": lambda cast: cast.received(),
    "accept": deeds.proposed,
    "dismiss": deeds.proposed,
    "unlink": deeds.inside,
    "give_back": deeds.handed_room,
    "give_back_author": lambda cast: deeds.handed(cast).contact.interactions.get(),
    "hand_over_author": lambda cast: cast.received(),
    "withdraw_line": lambda cast: actions.write_line(deeds.room(cast), by=cast.dev, kind="say", text="Safe."),
    "sign_statement": deeds.statement,
    "posted": deeds.signed,
    "undo_answers": deeds.answering,
    **dict.fromkeys(["show_page", "stop_showing"], deeds.asked_page),
    "send_home": deeds.helped,
    "review": deeds.stood_down,
    "settle_lesson": deeds.lesson,
    "convene": lambda cast: cast.flagged("hacking"),
    **dict.fromkeys(["take_seat", "leave_seat", "vote", "decide", "end_huddle", "log_huddle"], deeds.huddle),
}


@pytest.mark.parametrize("name", REFUSED)
def test_who_may_not_is_refused_and_nothing_changes(
    client: Client, cast: Cast, address: Callable[[str], str], name: str
) -> None:
    where, body = address(name), _BODY | _chosen(cast, name)
    before = Event.objects.count()
    for person, status in REFUSED[name].items():
        client.logout()
        if person:
            client.force_login(getattr(cast, person))
        assert client.post(where, body).status_code == status, person or "a stranger"
    assert Event.objects.count() == before


def _chosen(cast: Cast, name: str) -> dict[str, object]:
    ready = StatementPage.objects.first() or deeds.public_page(cast)
    moment = later(hours=2).strftime("%Y-%m-%dT%H:%M")
    rows = list(Interaction.objects.values_list("pk", flat=True))
    return {
        "to_team": cast.teams["communications"].pk,
        "due_at": moment,
        "next_update_at": moment,
        "expires_at": moment,
        "decide_by": moment,
        "review_on": later().date().isoformat(),
        "decider": cast.priya.pk,
        "people": cast.jonas.pk,
        "helper": cast.nora.pk,
        "page": ready.pk,
        "ids": rows,
        **{f"text_{pk}": "Hi." for pk in rows},
        **({"kind": "say"} if name == "rooms:line" else {}),
        **({"kind": "answer"} if name == "rooms:answer" else {}),
        **({"role": "legal"} if name == "rooms:take_seat" else {}),
    }
