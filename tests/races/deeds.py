"""What a member of a crew can be told to do: ids and names in, one verb of the product."""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone

from accounts import actions as accounts
from accounts.actors import SYSTEM
from accounts.models import Brand, Role, Team, User
from approvals import actions as approvals
from approvals.models import ReasonCode
from audit import outbox, sealing
from connectors import http
from connectors.contract import Author, Guarantee, Incoming
from connectors.models import Channel
from connectors.webhook.connector import Webhook
from escalation_site import wiring
from escalation_site.sweeping import run_once
from interactions import actions, publishing
from interactions.models import Draft, Gift, HoldingStatement, Interaction, Release, Reply, SecondPersonRequest, Share
from oncall import actions as oncall
from oncall import engine, lanes
from oncall.models import Alert, CoverRequest, Schedule
from playbook import actions as playbook
from playbook import current
from playbook.models import HoldingMessage, Topic


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@tern.example")


def forget() -> object:
    """The last test's rows are gone, and what this process keeps of them goes too."""
    Webhook.guarantee = Guarantee.A
    return current.forget()


def approve(draft: int, by: str, sets_aside: list[int] | None = None) -> object:
    return approvals.approve(Draft.objects.get(pk=draft), by=person(by), sets_aside=sets_aside or [])


def leave(user: str, team: str, role: str) -> object:
    """A person loses a role."""
    where = Team.objects.get(brand__slug="tern-air", slug=team)
    return accounts.leave_team(by=SYSTEM, team=where, user=person(user), role=Role.objects.get(slug=role))


def join(user: str, team: str, role: str) -> object:
    where = Team.objects.get(brand__slug="tern-air", slug=team)
    return accounts.join_team(by=SYSTEM, team=where, user=person(user), role=Role.objects.get(slug=role))


def edit(draft: int, by: str, text: str) -> object:
    return approvals.approve_with_edits(Draft.objects.get(pk=draft), by=person(by), text=text)


def send_back(draft: int, by: str) -> object:
    why = {"reason_code": ReasonCode.TONE, "note": "Warmer, please."}
    return approvals.send_back(Draft.objects.get(pk=draft), by=person(by), **why)


def start_probation(user: str, team: str, by: str) -> object:
    where = Team.objects.get(brand__slug="tern-air", slug=team)
    return approvals.start_probation(person(user), team=where, by=person(by), reason="New here")


def weigh(user: str, team: str) -> object:
    return approvals.weigh(person(user), team=Team.objects.get(brand__slug="tern-air", slug=team)) is not None


def draft(interaction: int, by: str, text: str, beside: bool = False) -> object:
    said = {"text": text, "consideration": "Considered", "beside": beside}
    return actions.draft(interaction_of(interaction), by=person(by), **said)


def ingest(channel: str, messages: list[dict[str, Any]]) -> object:
    """``messages`` as of ``Incoming``; the author by id alone."""
    now = timezone.now()
    read = [Incoming(**message | {"author": Author(message["author"]), "occurred_at": now}) for message in messages]
    return actions.receive(Channel.objects.get(slug=channel), read).counts


def flag(interaction: int, topic: str, by: str = "") -> object:
    topics = [Topic.objects.get(brand__slug="tern-air", slug=topic)]
    return actions.flag(interaction_of(interaction), by=person(by) if by else SYSTEM, topics=topics)


def recall(interaction: int, by: str) -> object:
    return actions.recall(interaction_of(interaction), by=person(by))


def close(interaction: int, by: str, closed_as: str) -> object:
    return actions.close(interaction_of(interaction), by=person(by), closed_as=closed_as, reason="Seen")


def reopen(interaction: int, by: str) -> object:
    return actions.reopen(interaction_of(interaction), by=person(by), reason="Look again")


def confirm(request: int, by: str) -> object:
    return actions.confirm(SecondPersonRequest.objects.get(pk=request), by=person(by))


def sign_release(release: int, role: str, by: str) -> object:
    return actions.sign_release(Release.objects.get(pk=release), role=role, by=person(by))


def revoke_release(release: int, by: str) -> object:
    return actions.revoke_release(Release.objects.get(pk=release), by=person(by))


def sign_statement(statement: int, by: str) -> object:
    return actions.sign_statement(HoldingStatement.objects.get(pk=statement), by=person(by))


def block(by: str) -> object:
    """The kill switch, for the whole brand."""
    until = timezone.now() + timedelta(hours=1)
    return actions.block_posting(Brand.objects.get(slug="tern-air"), by=person(by), reason="A leak", expires_at=until)


def publish(reply: int) -> object:
    posted = publishing.publish(reply)
    return posted.state if posted else "not ours"


def ask(reply: int) -> object:
    return publishing.ask(Reply.objects.get(pk=reply)).state


def sweep_replies(guarantee: str = "A") -> object:
    """``guarantee`` stands for another kind of network behind the same peer: C is asked before anything is repeated."""
    Webhook.guarantee = Guarantee(guarantee)
    return publishing.sweep()


def deliver() -> object:
    delivered = outbox.sweep()
    lanes.finish()
    return delivered


def seal() -> object:
    return sealing.seal()


def give(interaction: int, by: str, amount: int) -> object:
    """Ask for a voucher out of the budget of the day."""
    terms = {"kind": "voucher", "amount": amount, "reason": "For the kind words"}
    return actions.give(interaction_of(interaction), by=person(by), **terms).pk


def decide_gift(gift: int, by: str, is_approved: bool) -> object:
    return actions.decide_gift(Gift.objects.get(pk=gift), by=person(by), is_approved=is_approved)


def set_budget(by: str, name: str, days: int) -> object:
    """From today on, for so many days."""
    today = timezone.localdate()
    terms = {"starts_on": today, "ends_on": today + timedelta(days=days), "currency": "EUR"}
    brand = Brand.objects.get(slug="tern-air")
    return actions.set_budget(brand, by=person(by), name=name, amount=100, most_each=100, **terms)


def withdraw_consent(share: int, by: str) -> object:
    return actions.withdraw_consent(Share.objects.get(pk=share).consent, by=person(by))


def note_shared(share: int, by: str) -> object:
    return actions.note_shared(Share.objects.get(pk=share), by=person(by), url="https://tern.example/1")


def sweep_pages() -> object:
    return engine.sweep(lanes.at_once)


def sweep_everything() -> object:
    """As ``manage.py sweep --once``, with the pages in this process's own thread."""
    sweeps = [sweep for sweep in wiring.SWEEPS if sweep.name not in {"steps", "pages"}]
    assert run_once(sweeps) == []
    swept = sweep_pages()
    lanes.finish()
    return swept


def sweep_impatiently() -> object:
    """The same, by one who waits a fifth of a second for a peer."""
    with mock.patch.object(http, "send", functools.partial(http.send, timeout=0.2)):
        return sweep_everything()


def acknowledge(alert: int, by: str) -> object:
    return oncall.acknowledge(Alert.objects.get(pk=alert), by=person(by))


def hand_over(alert: int, by: str, to: str) -> object:
    return oncall.hand_over(Alert.objects.get(pk=alert), by=person(by), to=person(to)).pk


def accept(alert: int, by: str) -> object:
    return oncall.accept(Alert.objects.get(pk=alert), by=person(by))


def take_cover(request: int, by: str) -> object:
    return oncall.take_cover(CoverRequest.objects.get(pk=request), by=person(by))


def override(schedule: int, by: str, person_: str, starts_at: str, ends_at: str) -> object:
    """Put this person in the place of whoever is on call."""
    span = {"starts_at": datetime.fromisoformat(starts_at), "ends_at": datetime.fromisoformat(ends_at)}
    where = Schedule.objects.get(pk=schedule)
    return oncall.override(where, by=person(by), kind="replace", person=person(person_), **span).pk


def retire_holding(message: int, by: str) -> object:
    return playbook.retire(by=person(by), thing=HoldingMessage.objects.get(pk=message))


def escalate(alert: int) -> object:
    return oncall.escalate(alert)


def note_for_ever(interaction: int, by: str, times: int) -> object:
    """Many small events, one transaction each."""
    for number in range(times):
        actions.note(interaction_of(interaction), by=person(by), text=f"Note {number}")
    return times


def monitored_until_now(interaction: int) -> object:
    """The sweep that looks again at what was monitored, an hour from now."""
    Interaction.objects.filter(pk=interaction).update(look_again_at=timezone.now() - timedelta(hours=1))
    return actions.look_again()


def interaction_of(pk: int) -> Interaction:
    return Interaction.objects.get(pk=pk)


DEEDS: dict[str, Callable[..., object]] = {
    deed.__name__: deed
    for deed in (
        accept,
        acknowledge,
        approve,
        ask,
        block,
        close,
        confirm,
        decide_gift,
        deliver,
        draft,
        edit,
        escalate,
        flag,
        forget,
        give,
        hand_over,
        ingest,
        leave,
        monitored_until_now,
        note_for_ever,
        note_shared,
        override,
        publish,
        recall,
        reopen,
        retire_holding,
        revoke_release,
        seal,
        send_back,
        set_budget,
        sign_release,
        sign_statement,
        start_probation,
        sweep_everything,
        sweep_impatiently,
        sweep_pages,
        sweep_replies,
        take_cover,
        weigh,
        withdraw_consent,
    )
}
