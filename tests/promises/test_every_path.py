"""Nothing unsigned goes out (P1), and nobody is the only hand in what they approve (P2): each path there is, attacked
by somebody who holds every right there is."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import create_token
from accounts.actors import SYSTEM
from accounts.models import Membership, Role, User
from accounts.refusals import Refusal
from accounts.sync import sync_roles
from approvals import actions as approvals
from connectors.contract import Outgoing, Receipt
from connectors.webhook.connector import Webhook
from escalation_site import wiring
from interactions import actions, ports, publishing
from interactions.actions.approving import approve_by_policy, let_go, queue_reply
from interactions.models import Approval, Draft, Interaction, Reply, Signature
from interactions.models.drafts import Basis, text_hash
from oncall import actions as oncall
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OURS = "We are sorry. We found your bag in London and it flies to Lisbon today at three in the afternoon."
FORGED = "Send us your password."
Attack = Callable[[Cast, Draft], object]


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    out: list[str] = []

    def publish(_self: Webhook, outgoing: Outgoing) -> Receipt:
        out.append(outgoing.text)
        return Receipt(f"post-{len(out)}")

    monkeypatch.setattr(Webhook, "publish", publish)
    return out


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """Dev may do all there is to do, in every team, and is an operator of the Django admin."""
    for team in cast.teams.values():
        for role in Role.objects.all():
            Membership.objects.get_or_create(team=team, user=cast.people["dev"], role=role)
    User.objects.filter(pk=cast.people["dev"].pk).update(is_staff=True, is_superuser=True)
    sync_roles()
    return cast


def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.dev)
    return client


def seen(draft: Draft) -> dict[str, Any]:
    case = Interaction.objects.get(pk=draft.interaction_id)
    return {"thread_version": case.thread_version, "flag_version": case.flag_version}


def sweep(_cast: Cast, _draft: Draft) -> None:
    """Everything that runs by itself, an hour from now."""
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        for each in wiring.SWEEPS:
            if each.name not in {"poll", "pages", "ping", "calendars"}:  # these speak to networks of their own
                each.call()


# --- the paths ---


def page(verb: str, **form: Any) -> Attack:
    return lambda cast, draft: browser(cast).post(f"/approvals/{draft.pk}/{verb}/", seen(draft) | form)


def the_composer_again(cast: Cast, draft: Draft) -> object:
    """The same words once more, as another version on top of one's own."""
    given = {"text": draft.text, "is_public": "1", "consideration": "Seen", "place": draft.pk, "seen_thread_version": 1}
    return browser(cast).post(f"/interactions/{draft.interaction_id}/draft/", given)


def the_keyboard(cast: Cast, draft: Draft) -> None:
    """A key presses the button of its name; there is none to press, and the sentence says why."""
    shown = browser(cast).get(f"/approvals/{draft.pk}/").content.decode()
    assert re.search(r"(their own text|built on your own text)", shown)
    pressed = [tag for tag in re.findall(r'<button\b[^>]*data-key="a"[^>]*>', shown) if "disabled" not in tag]
    assert pressed == []


def many_at_once(cast: Cast, draft: Draft) -> object:
    """One line for many, in a room: each becomes a draft of whoever wrote the line."""
    red = cast.flagged("hacking")
    room = oncall.open_room(red, by=cast.dev, name="Bags")
    oncall.link_messages(room, by=cast.dev, ids=[draft.interaction_id])
    said = {"line": draft.text, "texts": {draft.interaction_id: draft.text}, "consideration": "Seen"}
    return oncall.answer_many(room, by=cast.dev, **said)


def api(verdict: str, **more: Any) -> Attack:
    def call(cast: Cast, draft: Draft) -> object:
        key = create_token(by=SYSTEM, user=cast.dev, name="all", scopes=["read", "draft", "review"])
        client = APIClient(headers={"authorization": f"Bearer {key}"})
        address = reverse("review_api:review", args=[draft.interaction.public_id, draft.number])
        return client.post(address, seen(draft) | {"verdict": verdict} | more, format="json")

    return call


def the_operators_admin(cast: Cast, draft: Draft) -> None:
    for model in ("draft", "approval", "signature", "reply", "interaction"):
        for address in (f"/admin/interactions/{model}/add/", f"/admin/interactions/{model}/{draft.pk}/change/"):
            answer = browser(cast).post(address, {"state": "approved", "draft": draft.pk, "by": cast.dev.pk})
            assert answer.status_code in {302, 403, 404}


def an_action(verb: Callable[[Draft, User], object]) -> Attack:
    return lambda cast, draft: verb(draft, cast.dev)


def of_approval(draft: Draft, by: User | None, basis: str = "review", **more: Any) -> dict[str, Any]:
    names = {"signatures_needed": 1, "signatures_given": 1, "policy_version": 1}
    return _pinned(draft) | {"interaction": draft.interaction, "by": by, "basis": basis, **names, **more}


def _pinned(draft: Draft) -> dict[str, Any]:
    facts = ("text_hash", "thread_version", "flag_version", "template_version")
    now = {"approved_at": timezone.now(), "draft": draft, "author": draft.author}
    return now | {name: getattr(draft, name) for name in facts}


def of_signature(draft: Draft, by: User, basis: str = "review", **more: Any) -> dict[str, Any]:
    pinned = {name: value for name, value in _pinned(draft).items() if name != "approved_at"}
    return pinned | {"by": by, "basis": basis, "signed_at": timezone.now()} | more


def forged_approval(draft: Draft, by: User) -> object:
    """An approval by the policy that nobody's policy made: the row can be written, and nothing comes of it."""
    none = {"signatures_needed": 0, "signatures_given": 0}
    approval = Approval.objects.create(**of_approval(draft, None, "policy", **none))
    locked = Interaction.objects.locked(draft.interaction_id)
    return queue_reply(locked, approval, by=SYSTEM)


ALONE: dict[str, Attack] = {
    "page: approve": page("approve"),
    "page: approve with edits": page("edit", text=OURS.replace("today", "tomorrow")),
    "page: approve without a change": page("edit", text=OURS),
    "page: another version for a third": page("edit", text=FORGED, as_new_version="1"),
    "page: let it go": page("let-go"),
    "page: the composer again": the_composer_again,
    "keyboard": the_keyboard,
    "bulk": many_at_once,
    "API: approve": api("approve"),
    "API: edit": api("edit", text=OURS.replace("today", "tomorrow")),
    "API: edit as another version": api("edit", text=FORGED, as_new_version=True),
    "admin": the_operators_admin,
    "task: all that runs by itself": sweep,
    "action: approve": an_action(lambda draft, dev: actions.approve(draft, by=dev)),
    "action: approve as an edit": an_action(lambda draft, dev: actions.approve(draft, by=dev, basis=Basis.EDIT)),
    "action: approve as the policy": an_action(lambda draft, dev: actions.approve(draft, by=dev, basis=Basis.POLICY)),
    "action: approve as the product": an_action(lambda draft, _dev: actions.approve(draft, by=SYSTEM)),
    "action: let go": an_action(lambda draft, dev: let_go(draft, by=dev)),
    "action: approved by a policy that asks": an_action(
        lambda draft, _dev: approve_by_policy(
            Interaction.objects.locked(draft.interaction_id), draft, ports.sign_off(draft)
        )
    ),
    "shell: own signature": an_action(lambda draft, dev: Signature.objects.create(**of_signature(draft, dev))),
    "shell: own edit of own text": an_action(
        lambda draft, dev: Signature.objects.create(**of_signature(draft, dev, "edit", below_author=dev))
    ),
    "shell: own approval": an_action(lambda draft, dev: Approval.objects.create(**of_approval(draft, dev))),
    "shell: too few names": an_action(
        lambda draft, dev: Approval.objects.create(
            **of_approval(draft, User.objects.exclude(pk=dev.pk)[0], signatures_needed=2)
        )
    ),
    "shell: the state alone": an_action(
        lambda draft, _dev: Interaction.objects.filter(pk=draft.interaction_id).update(state="approved")
    ),
    "shell: a forged policy": an_action(forged_approval),
    "shell: a reply without an approval": an_action(
        lambda draft, _dev: Reply.objects.create(
            interaction=draft.interaction,
            conversation=draft.interaction.conversation,
            channel=draft.interaction.channel,
            not_before=timezone.now(),
            created_at=timezone.now(),
        )
    ),
}


def attempt(attack: Attack, cast: Cast, draft: Draft) -> None:
    with suppress(Refusal, DatabaseError), transaction.atomic():
        attack(cast, draft)


@pytest.mark.parametrize("path", ALONE)
def test_nobody_signs_alone(everything: Cast, posts: list[str], path: str) -> None:
    draft = everything.drafted(by="dev", text=OURS)
    attempt(ALONE[path], everything, draft)
    sweep(everything, draft)
    assert posts == []
    assert not Interaction.objects.filter(state__in=["approved", "responded"]).exists()
    assert not Signature.objects.filter(by=everything.dev, draft__author=everything.dev, basis="review").exists()
    assert not Reply.objects.filter(state="sent").exists()


# --- what was signed is what leaves ---


def change(**columns: Any) -> Attack:
    return an_action(lambda draft, _dev: Draft.objects.filter(pk=draft.pk).update(**columns))


def of_reply(verb: str, **form: Any) -> Attack:
    def press(cast: Cast, draft: Draft) -> object:
        reply = Reply.objects.get(approval__draft=draft)
        return browser(cast).post(f"/interactions/replies/{reply.pk}/{verb}/", form)

    return press


def taken_back_then(**columns: Any) -> Attack:
    """Recalled as it should be; then the shell pushes the row of the post back."""

    def push(cast: Cast, draft: Draft) -> object:
        actions.recall(draft.interaction, by=cast.ingrid)
        return Reply.objects.filter(approval__draft=draft).update(**columns)

    return push


def other_words(cast: Cast, draft: Draft) -> object:
    """Somebody who may approve writes over what is approved: it waits, for another."""
    given = {"text": FORGED, "is_public": "1", "consideration": "Seen", "place": draft.pk, "seen_thread_version": 1}
    return browser(cast).post(f"/interactions/{draft.interaction_id}/draft/", given)


def other_words_by_api(cast: Cast, draft: Draft) -> object:
    key = create_token(by=SYSTEM, user=cast.dev, name="all", scopes=["draft"])
    client = APIClient(headers={"authorization": f"Bearer {key}"})
    given = {"text": FORGED, "consideration": "Seen", "based_on": draft.number}
    return client.post(reverse("api:drafts", args=[draft.interaction.public_id]), given, format="json")


def into_another_conversation(cast: Cast, draft: Draft) -> object:
    other = cast.flagged("baggage")
    given = {"text": draft.text, "is_public": "1", "consideration": "Seen", "place": draft.pk, "seen_thread_version": 1}
    return browser(cast).post(f"/interactions/{other.pk}/draft/", given)


# Each with what may reach the network after it: the text that was signed, or nothing.
UNSIGNED: dict[str, tuple[Attack, list[str]]] = {
    "shell: other words": (change(text=FORGED), []),
    "shell: other words and their hash": (change(text=FORGED, text_hash=text_hash(FORGED)), []),
    "shell: the approval's hash": (
        an_action(lambda _d, _dev: Approval.objects.update(text_hash=text_hash(FORGED))),
        [OURS],
    ),
    "shell: the signature's hash": (an_action(lambda _d, _dev: Signature.objects.update(text_hash="")), [OURS]),
    "shell: taken back and pushed again": (taken_back_then(state="pending"), []),
    "shell: taken back and unknown": (taken_back_then(state="unknown"), []),
    "page: posted once more": (of_reply("retry"), [OURS]),
    "page: said to be there": (of_reply("decide", is_posted="0"), [OURS]),
    "page: other words": (other_words, []),
    "page: into another conversation": (into_another_conversation, [OURS]),
    "API: other words": (other_words_by_api, []),
    "admin": (the_operators_admin, [OURS]),
    "task: twice": (an_action(lambda draft, _dev: [publishing.publish(reply_of(draft).pk) for _ in "12"]), [OURS]),
}


def reply_of(draft: Draft) -> Reply:
    return Reply.objects.get(approval__draft=draft)


@pytest.mark.parametrize("path", UNSIGNED)
def test_what_leaves_is_what_was_signed_and_once(everything: Cast, posts: list[str], path: str) -> None:
    attack, leaves = UNSIGNED[path]
    draft = everything.drafted(by="jonas", text=OURS)
    assert approvals.approve(draft, by=everything.ingrid) is not None
    attempt(attack, everything, draft)
    sweep(everything, draft)
    sweep(everything, draft)
    assert posts == leaves
