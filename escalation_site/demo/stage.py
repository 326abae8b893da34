"""The demo's day so far: what customers said on Harbour, and what the colleagues did about it."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Brand, User
from approvals.actions import send_back
from connectors.models import Channel
from connectors.registry import connector_for
from demo_network import delivery, feed
from demo_network.models import Dispatch, Peer
from escalation_site.demo.clock import at
from escalation_site.demo.people import STORY
from interactions import actions, checks
from interactions.intake import take
from interactions.models import Interaction
from oncall import actions as oncall
from oncall import engine, lanes
from oncall.models import Alert
from playbook.models import Topic

CUSTOMERS_TALK_FOR = timedelta(hours=4)
COLLEAGUES_WORK_FOR = timedelta(minutes=20)  # until now, after what the customers have said
ON_ITS_WAY_FOR = timedelta(seconds=20)


def play(brand: Brand, everybody: dict[str, User]) -> None:
    """Let the day so far have happened, each part of it at its own time."""
    now = timezone.now()
    feed.fill(now - COLLEAGUES_WORK_FOR, over=CUSTOMERS_TALK_FOR)
    _hand_over(Channel.objects.get(slug=brand.slug))
    pause = COLLEAGUES_WORK_FOR / (len(STORY["act"]) + 1)
    for number, act in enumerate(STORY["act"]):
        with at(now - COLLEAGUES_WORK_FOR + pause * (number + 1)):
            _act(act, everybody[act["by"]])


def _hand_over(channel: Channel) -> None:
    """What Harbour would send when both are up; the same bodies go through the same intake, without the wire."""
    connector, peer = connector_for(channel), Peer.objects.get()
    waiting = Dispatch.objects.filter(sent_at=None).select_related("post__author", "post__parent", "post__root")
    for dispatch in waiting.order_by("pk"):
        with at(dispatch.post.posted_at + ON_ITS_WAY_FOR):
            body = json.dumps(delivery.told(dispatch, peer)).encode()
            take(channel, connector.parse(body, received_at=timezone.now()), source=dispatch.key)
            Dispatch.objects.filter(pk=dispatch.pk).update(sent_at=timezone.now(), last_answer="200")


def page(everybody: dict[str, User]) -> None:
    """Some red flags were paged and taken in the meantime: each step at its own time, as the sweeps would have it."""
    for told in STORY["taken"]:
        red = Interaction.objects.get(remote_id=f"day1-{told['on']}")
        steps = [timedelta(seconds=1), *(timedelta(minutes=minutes) for minutes in told["paged_again_after"])]
        for after in steps:
            with at(red.received_at + after):
                oncall.open_alert(red.pk, by=SYSTEM)
                engine.sweep(lanes.at_once)
        alert = Alert.objects.unresolved().filter(flags__interaction=red).first()
        if alert is not None:
            with at(red.received_at + timedelta(seconds=told["taken_after"])):
                oncall.acknowledge(alert, by=everybody[told["by"]])


def _act(act: dict[str, Any], by: User) -> None:
    interaction = Interaction.objects.get(remote_id=f"day1-{act['on']}")
    if act["does"] == "note":
        actions.note(interaction, by=by, text=act["text"])
    elif act["does"] == "return":
        waiting = interaction.drafts.order_by("number").last()
        if waiting is not None and interaction.state == Interaction.State.DRAFTED:
            send_back(waiting, by=by, reason_code=act["reason"], note=act["text"])
    else:
        _answer(act, by, interaction)


def _answer(act: dict[str, Any], by: User, interaction: Interaction) -> None:
    """Red or closed by now, by another reading of the playbook? Then nobody has answered it."""
    if interaction.state == Interaction.State.RECEIVED:
        green = Topic.objects.live().filter(brand=interaction.brand_id, level="green")
        interaction = actions.flag(interaction, by=by, topics=list(green[:1]))
    if interaction.is_red or not interaction.is_open:
        return
    actions.assign(interaction, by=by, to=by)
    checklist = checks.lines_for(interaction, act["text"], author=by, is_public=interaction.is_public)
    actions.draft(
        interaction,
        by=by,
        text=act["text"],
        ticks=[line.item.slug for line in checklist],
        consideration=act.get("consideration", "It is simple and in the playbook."),
    )
