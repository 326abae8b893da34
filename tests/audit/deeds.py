"""Every public action of every room, each with something to act upon."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts import actions as accounts
from accounts.actors import SYSTEM
from accounts.hours import Hours
from accounts.models import Role, Team
from accounts.rights import forget_rights
from connectors import actions as connectors
from connectors.contract import Rejected as Unread
from connectors.models import Rejected
from connectors.webhook.signatures import new_secret
from interactions import actions as core
from interactions.actions.entering import Heard
from interactions.actions.handing_off import Offer
from interactions.models import Draft, HandOff, Interaction, Release
from playbook import actions as playbook
from playbook.models import ChecklistItem, Plan, Playbook, Rule, Topic
from tests.audit.good_deeds import GOOD
from tests.audit.library_deeds import LIBRARY, VERSIONS
from tests.audit.map_deeds import MAPS
from tests.audit.oncall_deeds import ON_CALL
from tests.audit.preparing import Act, of
from tests.audit.rota_deeds import ROTA
from tests.audit.safety_deeds import SAFETY
from tests.cast import Cast
from tests.connectors.pictures import png


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def released(cast: Cast) -> tuple[Interaction, Release]:
    red = cast.flagged("hacking")
    return red, core.release(red, by=cast.tomas, says="One answer", expires_at=in_an_hour())


def decided_twice(cast: Cast) -> list[Interaction]:
    """What there is to learn from: two messages, on two topics."""
    said = {"praise": "What a lovely crew", "baggage": "My suitcase is still in Oslo"}
    return [core.flag(cast.received(text), by=cast.amara, topics=[cast.topics[topic]]) for topic, text in said.items()]


def asked(cast: Cast) -> Any:
    return core.lower(cast.flagged("hacking"), by=cast.amara, topics=[cast.topics["praise"]], reason="A joke")


def closed(cast: Cast, **facts: Any) -> Interaction:
    case = cast.received()
    core.close(case, by=cast.amara, closed_as=facts.pop("closed_as", "spam"), reason="Spam", **facts)
    return case


def stale(cast: Cast) -> Interaction:
    """Approved, and changed behind everybody's back."""
    draft = cast.drafted("praise", by="amara")
    Draft.objects.filter(pk=draft.pk).update(text="Send us your password.")
    return draft.interaction


def monitored(cast: Cast) -> Act:
    case = closed(cast, closed_as="monitor", look_again_at=in_an_hour())
    Interaction.objects.filter(pk=case.pk).update(look_again_at=timezone.now() - timedelta(hours=1))
    return core.look_again


def put_off(cast: Cast) -> Interaction:
    return core.snooze(cast.received(), by=cast.amara, until=in_an_hour())


def put_off_until_now(cast: Cast) -> Act:
    now = timezone.now()
    Interaction.objects.filter(pk=put_off(cast).pk).update(snoozed_until=now)
    return core.wake_due


def two_contacts(cast: Cast) -> tuple[Any, Any]:
    return cast.received(author="marta").contact, cast.received(author="rob").contact


def queued_again(cast: Cast) -> Act:
    """Each approval has one reply; the row that stands makes room for the one the verb writes."""
    draft = cast.drafted("praise", by="amara")
    approval = draft.approvals.get()
    approval.reply.delete()
    return lambda: core.queue_reply(Interaction.objects.locked(draft.interaction_id), approval, by=SYSTEM)


def offered(cast: Cast) -> HandOff:
    """A talk that an answer offers."""
    talk = Offer("Dev", "020 7946 0000", "The address")
    core.answer(cast.flagged("praise"), by=cast.amara, text="Please call Dev.", is_public=True, handoff=talk)
    return HandOff.objects.get()


def with_pictures(cast: Cast) -> Interaction:
    """A case on a channel that takes files with an answer."""
    cast.channel.settings |= {"takes_pictures": True}
    cast.channel.save()
    return cast.flagged("praise")


def holding(cast: Cast) -> Any:
    red = cast.flagged("hacking")
    return core.state_holding(red, by=cast.amara, message=cast.holding, next_update_at=in_an_hour())


def rejected(cast: Cast) -> Rejected:
    connectors.keep_rejected(by=SYSTEM, channel=cast.channel, source="file", items=[Unread(1, "No text", "{}")])
    return Rejected.objects.get()


def paused(cast: Cast) -> Any:
    connectors.pause(by=cast.ada, channel=cast.channel)
    return cast.channel


def failing(cast: Cast) -> Any:
    connectors.note_error(channel=cast.channel, error="It hung up.")
    return cast.channel


def joined(cast: Cast) -> Role:
    role = Role.objects.get(slug="agent")
    accounts.join_team(by=SYSTEM, team=cast.teams["legal"], user=cast.amara, role=role)
    return role


def left_behind(cast: Cast) -> Team:
    """Somebody who is no more in the team that their case is in."""
    core.assign(cast.received(), by=cast.jonas, to=cast.jonas)
    agent = Role.objects.get(slug="agent")
    accounts.leave_team(by=SYSTEM, team=cast.teams["care"], user=cast.jonas, role=agent)
    forget_rights(cast.jonas)
    return cast.teams["care"]


def retired(cast: Cast) -> Topic:
    playbook.retire(by=cast.ada, thing=cast.topics["praise"])
    return cast.topics["praise"]


def _resealed(cast: Cast) -> Act:
    both = {"incoming_secrets": new_secret(), "reply_secret": new_secret()}
    connectors.change(by=cast.ada, channel=cast.channel, secrets=both)
    return lambda: connectors.reseal(by=SYSTEM)


def new_topic(cast: Cast) -> Topic:
    care = cast.teams["care"]
    return Topic(brand=cast.brand, slug="new", name="New", level="green", area="care", owner_team=care)


AT_WORK = Hours.of({"week": {"0": ["09:00", "17:00"]}}, "Europe/London")
SPAM = {"closed_as": "spam", "reason": "Spam"}
DEEDS: dict[str, Callable[[Cast], Act]] = {
    "interactions.receive": of(lambda c: c.message(), lambda c, m: core.receive(c.channel, [m])),
    "interactions.flag": of(lambda c: c.received(), lambda c, i: core.flag(i, by=c.amara, topics=[c.topics["praise"]])),
    "interactions.lower": of(
        lambda c: c.flagged("baggage"),
        lambda c, i: core.lower(i, by=c.amara, topics=[c.topics["praise"]], reason="Kind words"),
    ),
    "interactions.draft": of(lambda c: c.flagged("praise"), lambda c, i: core.draft(i, by=c.amara, text="Thanks.")),
    "interactions.send_back": of(lambda c: c.drafted(), lambda c, d: core.send_back(d, by=c.dev, reason="A time")),
    "interactions.recall": of(lambda c: c.drafted(), lambda c, d: core.recall(d.interaction, by=c.jonas)),
    "interactions.approve": of(lambda c: c.drafted(), lambda c, d: core.approve(d, by=c.dev)),
    "interactions.expire": of(stale, lambda c, i: core.expire(i)),
    "interactions.queue_reply": queued_again,
    "interactions.close": of(lambda c: c.received(), lambda c, i: core.close(i, by=c.amara, **SPAM)),
    "interactions.reopen": of(closed, lambda c, i: core.reopen(i, by=c.amara, reason="It is none")),
    "interactions.look_again": monitored,
    "interactions.decide_match": of(two_contacts, lambda c, pair: core.decide_match(*pair, by=c.amara, is_same=True)),
    "interactions.undo_match": of(
        lambda c: core.decide_match(*two_contacts(c), by=c.amara, is_same=False),
        lambda c, match: core.undo_match(match, by=c.amara),
    ),
    "interactions.enter": of(
        lambda c: c.teams["care"],
        lambda c, team: core.enter(Heard(key="1", kind="call", text="Where is my bag?"), by=c.amara, team=team),
    ),
    "interactions.snooze": of(lambda c: c.received(), lambda c, i: core.snooze(i, by=c.amara, until=in_an_hour())),
    "interactions.wake": of(put_off, lambda c, i: core.wake(i, by=c.amara)),
    "interactions.wake_due": put_off_until_now,
    "interactions.assign": of(lambda c: c.received(), lambda c, i: core.assign(i, by=c.amara, to=c.jonas)),
    "interactions.take_back": of(left_behind, lambda c, team: core.take_back(by=SYSTEM, leaver=c.jonas, team=team)),
    "interactions.attach": of(
        with_pictures, lambda c, i: core.attach(i, by=c.amara, name="bag.png", content=png(), alt="A suitcase")
    ),
    "interactions.answer": of(
        lambda c: c.flagged("praise"), lambda c, i: core.answer(i, by=c.amara, text="Thanks.", is_public=True)
    ),
    "interactions.record_outcome": of(
        offered, lambda c, h: core.record_outcome(h, by=c.amara, outcome="refused", talked_at=timezone.now())
    ),
    "interactions.note": of(lambda c: c.received(), lambda c, i: core.note(i, by=c.amara, text="Look")),
    "interactions.note_place_asked": of(
        lambda c: c.received(), lambda c, i: core.note_place_asked(i, by=c.amara, why="Whose is it?")
    ),
    "interactions.note_acknowledged": of(
        lambda c: c.flagged("hacking"), lambda c, i: core.note_acknowledged(i, by=c.priya)
    ),
    "interactions.confirm": of(asked, lambda c, r: core.confirm(r, by=c.dev)),
    "interactions.refuse": of(asked, lambda c, r: core.refuse(r, by=c.dev)),
    "interactions.release": lambda c: lambda: released(c),
    "interactions.sign_release": of(released, lambda c, r: core.sign_release(r[1], role="legal", by=c.ruth)),
    "interactions.revoke_release": of(released, lambda c, r: core.revoke_release(r[1], by=c.ruth)),
    "interactions.state_holding": lambda c: lambda: holding(c),
    "interactions.sign_statement": of(holding, lambda c, s: core.sign_statement(s, by=c.priya)),
    "connectors.connect": lambda c: (
        lambda: connectors.connect(
            by=c.ada,
            team=c.teams["care"],
            slug="second",
            name="Second",
            network="webhook",
            secrets={"incoming_secrets": new_secret()},
        )
    ),
    "connectors.change": of(
        lambda c: c.channel,
        lambda c, ch: connectors.change(by=c.ada, channel=ch, settings={}, secrets={"incoming_secrets": new_secret()}),
    ),
    "connectors.pause": lambda c: lambda: paused(c),
    "connectors.resume": of(paused, lambda c, ch: connectors.resume(by=c.ada, channel=ch)),
    "connectors.note_error": lambda c: lambda: failing(c),
    "connectors.note_success": of(failing, lambda c, ch: connectors.note_success(channel=ch, has_received=True)),
    "connectors.keep_rejected": lambda c: lambda: rejected(c),
    "connectors.repair": of(rejected, lambda c, r: connectors.repair(by=c.ada, rejected=r)),
    "connectors.reseal": _resealed,
    "accounts.create_brand": lambda c: lambda: accounts.create_brand(by=SYSTEM, slug="third", name="Third"),
    "accounts.create_team": lambda c: lambda: accounts.create_team(by=SYSTEM, brand=c.brand, slug="new", name="New"),
    "accounts.join_team": lambda c: lambda: joined(c),
    "accounts.leave_team": of(
        joined, lambda c, role: accounts.leave_team(by=SYSTEM, team=c.teams["legal"], user=c.amara, role=role)
    ),
    "accounts.change_preferences": lambda c: lambda: accounts.change_preferences(by=c.amara, changes={"theme": "dark"}),
    "accounts.change_business_hours": lambda c: (
        lambda: accounts.change_business_hours(by=c.ada, brand=c.brand, hours=AT_WORK)
    ),
    "accounts.create_token": lambda c: lambda: accounts.create_token(by=SYSTEM, user=c.amara, name="Key", scopes=[]),
    "playbook.save_topic": of(new_topic, lambda c, t: playbook.save_topic(by=c.ada, topic=t)),
    "playbook.save_rule": of(
        lambda c: Rule(topic=c.topics["praise"], name="thanks", any_of=["thank you"]),
        lambda c, r: playbook.save_rule(by=c.ada, rule=r),
    ),
    "playbook.save_plan": of(
        lambda c: Plan(topic=c.topics["praise"], complaint="None", internal_actions=["Thank the crew"]),
        lambda c, p: playbook.save_plan(by=c.ada, plan=p),
    ),
    "playbook.save_checklist_item": of(
        lambda c: ChecklistItem(brand=c.brand, slug="tone", wording="The tone fits."),
        lambda c, i: playbook.save_checklist_item(by=c.ada, item=i),
    ),
    "playbook.save_own_words": lambda c: (
        lambda: playbook.save_own_words(by=c.ada, brand=c.brand, words=["020 7946 0000"])
    ),
    "playbook.learn": of(decided_twice, lambda c, _rows: playbook.learn(by=c.ada, brand=c.brand)),
    "playbook.switch_second_opinion": of(
        lambda c: Playbook.objects.get(brand=c.brand),
        lambda c, p: playbook.switch_second_opinion(by=c.ada, brand=c.brand, is_on=not p.has_second_opinion),
    ),
    **LIBRARY,
    **VERSIONS,
    **ROTA,
    **SAFETY,
    **MAPS,
    **GOOD,
    **ON_CALL,
    "playbook.retire": lambda c: lambda: retired(c),
    "playbook.restore": of(retired, lambda c, t: playbook.restore(by=c.ada, thing=t)),
}
