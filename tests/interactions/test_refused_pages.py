"""Every address that changes something, tried by everyone who may not (P8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from audit.models import Event
from interactions import actions
from interactions.actions.handing_off import Offer
from interactions.models import Interaction, Reply
from interactions.urls import urlpatterns
from playbook.models import Topic
from tests.cast import Cast
from tests.connectors.pictures import png
from tests.interactions.pages import signed_in
from tests.interactions.test_refusals import REFUSED as GOOD_THINGS

pytestmark = pytest.mark.django_db

READING = {"inbox", "filter", "poll", "conversation", "beside", "earlier", "hold", "file"}
READING |= {"saved_views", "triage", "good", "ledger", "shares", "routed", "improvements", "contact", "evidence"}
# These are tried with everybody in ``tests/refusals``.
ELSEWHERE = {"map", "begin_plan", "tick_task", "untick_task", "give_task", "remedies"}
ELSEWHERE |= {"present", "decide_match", "undo_match", "enter"}
ELSEWHERE |= {name.removeprefix("interactions:") for name in GOOD_THINGS}
VERBS = sorted(pattern.name or "" for pattern in urlpatterns if isinstance(pattern, URLPattern))
WRITING = [verb for verb in VERBS if verb not in READING | ELSEWHERE]
# Who, of those who see the team, has the right to try it; everyone else is refused with 403.
CARE = {"amara", "jonas", "dev", "ingrid", "priya", "tomas", "ruth", "ada"}
SIGNERS = {"priya", "tomas", "ruth"}
MAY = {
    "decide": {"dev", "ingrid", "ada"} | SIGNERS,
    "sign_release": SIGNERS,
    "revoke_release": SIGNERS,
    "sign_statement": {"dev", "ingrid", "ada"} | SIGNERS,
}


def _on_itself(cast: Cast) -> int:
    return cast.flagged("praise").pk


def _red(cast: Cast) -> int:
    return cast.flagged("hacking").pk


def _with_pictures(cast: Cast) -> int:
    cast.channel.settings |= {"takes_pictures": True}
    cast.channel.save()
    return cast.flagged("praise").pk


def _closed(cast: Cast) -> int:
    return actions.close(cast.flagged("praise"), by=cast.amara, closed_as="spam", reason="Spam").pk


def _waiting(cast: Cast) -> int:
    return cast.drafted(by="jonas").interaction_id


def _request(cast: Cast) -> int:
    red = cast.flagged("hacking")
    return actions.lower(red, by=cast.ingrid, topics=[cast.topics["praise"]], reason="A joke").pk


def _release(cast: Cast) -> int:
    until = timezone.now() + timedelta(hours=1)
    return actions.release(cast.flagged("hacking"), by=cast.ada, says="One answer", expires_at=until).pk


def _statement(cast: Cast) -> int:
    until = timezone.now() + timedelta(hours=1)
    return actions.state_holding(cast.flagged("hacking"), by=cast.ada, message=cast.holding, next_update_at=until).pk


def _reply(cast: Cast) -> Reply:
    row = cast.flagged("praise")
    actions.draft(row, by=cast.amara, text="Thank you!")
    return Reply.objects.get(interaction=row)


def _unknown(cast: Cast) -> int:
    reply = _reply(cast)
    Reply.objects.filter(pk=reply.pk).update(state="unknown")
    return reply.pk


def _failed(cast: Cast) -> int:
    reply = _reply(cast)
    Reply.objects.filter(pk=reply.pk).update(state="failed")
    return reply.pk


def _handoff(cast: Cast) -> int:
    talk = Offer("Dev", "020 7946 0000", "The address")
    row = cast.flagged("praise")
    actions.answer(row, by=cast.amara, text="Please call Dev.", is_public=True, handoff=talk)
    return row.handoffs.get().pk


def _in_danger(cast: Cast) -> int:
    Topic.objects.filter(slug="hacking").update(is_life_safety=True)
    return _red(cast)


SUBJECTS: dict[str, Callable[[Cast], int]] = {
    "safety_step": _in_danger,
    "release": _red,
    "holding": _red,
    "attach": _with_pictures,
    "reopen": _closed,
    "undo_close": _closed,
    "recall": _waiting,
    "confirm": _request,
    "refuse": _request,
    "sign_release": _release,
    "revoke_release": _release,
    "sign_statement": _statement,
    "decide": _unknown,
    "retry": _failed,
    "outcome": _handoff,
}


def _address(verb: str, pk: int) -> str:
    pattern = next(pattern for pattern in urlpatterns if pattern.name == verb)
    return "/" + str(pattern.pattern).replace("<int:pk>", str(pk))


def _given(cast: Cast, verb: str) -> dict[str, object]:
    soon = (timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    forms: dict[str, dict[str, object]] = {
        "draft": {"text": "Hello", "is_public": "1", "seen_thread_version": 1},
        "note": {"note": "Hello"},
        "compose": {"text": "Hello"},
        "attach": {"text": "Hello", "upload": SimpleUploadedFile("bag.png", png()), "upload_alt": "A suitcase"},
        "flag": {"topic": cast.topics["baggage"].pk},
        "lower": {"topics": [cast.topics["baggage"].pk], "reason": "Rather this"},
        "assign": {"to": cast.dev.pk},
        "close": {"closed_as": "spam", "reason": "Spam"},
        "snooze": {"when": "tomorrow", "reason": "She asked for it"},
        "reopen": {"reason": "Look again"},
        "release": {"says": "One answer", "expires_at": soon},
        "holding": {"message": cast.holding.pk, "next_update_at": soon},
        "sign_release": {"role": "communications"},
        "decide": {"is_posted": "1"},
        "safety_step": {"kind": "watching"},
        "outcome": {"outcome": "refused", "talked_at": "2026-01-05T09:00"},
    }
    return forms.get(verb, {})


@pytest.mark.parametrize("verb", WRITING)
def test_the_auditor_the_brand_next_door_and_strangers_change_nothing(cast: Cast, verb: str) -> None:
    address = _address(verb, SUBJECTS.get(verb, _on_itself)(cast))
    before = Event.objects.count()
    assert signed_in(cast.axel).post(address, _given(cast, verb)).status_code == 403
    assert signed_in(cast.nora).post(address, _given(cast, verb)).status_code == 404
    stranger = Client().post(address, _given(cast, verb))
    assert stranger.status_code == 302
    assert stranger.url.startswith("/accounts/login/")
    assert signed_in(cast.amara).get(address).status_code == 405
    assert Event.objects.count() == before


@pytest.mark.parametrize("verb", [verb for verb in WRITING if verb in MAY])
@pytest.mark.parametrize("who", sorted(CARE))
def test_each_role_gets_exactly_what_it_may(cast: Cast, verb: str, who: str) -> None:
    address = _address(verb, SUBJECTS[verb](cast))
    given = _given(cast, verb) | ({"role": "legal"} if verb == "sign_release" and who == "ruth" else {})
    status = signed_in(getattr(cast, who)).post(address, given).status_code
    assert status == (302 if who in MAY[verb] else 403)


@pytest.mark.parametrize("verb", [verb for verb in WRITING if verb not in MAY])
def test_an_agent_of_the_team_may_do_the_rest(cast: Cast, verb: str) -> None:
    address = _address(verb, SUBJECTS.get(verb, _on_itself)(cast))
    who = cast.jonas if verb == "recall" else cast.amara
    status = signed_in(who).post(address, _given(cast, verb)).status_code
    assert status == 302


def test_a_post_without_its_token_is_refused(cast: Cast) -> None:
    row = cast.flagged("praise")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.amara)
    assert browser.post(f"/interactions/{row.pk}/close/", _given(cast, "close")).status_code == 403
    assert Interaction.objects.get(pk=row.pk).is_open
