"""The verbs of the kill switch, and of what is done where a life is at stake."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from interactions import actions as core
from interactions.models import Interaction, PostingBlock
from oncall import actions as oncall
from oncall.models import Drill
from playbook import actions as playbook
from playbook.models import CrisisContact, Topic
from tests.audit.preparing import Act, of
from tests.cast import Cast


def in_danger(cast: Cast) -> Interaction:
    Topic.objects.filter(slug="hacking").update(is_life_safety=True)
    return cast.flagged("hacking")


def stopped(cast: Cast) -> PostingBlock:
    return core.block_posting(
        cast.brand, by=cast.priya, reason="A leak", expires_at=timezone.now() + timedelta(hours=1)
    )


def rehearsed(cast: Cast) -> Drill:
    team, topic = cast.teams["care"], cast.topics["hacking"]
    return oncall.start_drill(by=cast.ada, topic=topic, team=team, text="account hacked")


SAFETY: dict[str, Callable[[Cast], Act]] = {
    "interactions.take_safety_step": of(
        in_danger, lambda c, i: core.take_safety_step(i, by=c.amara, kind="police", note="Reference 12")
    ),
    "interactions.block_posting": lambda c: lambda: stopped(c),
    "interactions.lift_block": of(stopped, lambda c, b: core.lift_block(b, by=c.priya)),
    "interactions.end_rehearsal": of(rehearsed, lambda c, d: core.end_rehearsal(d.interaction, by=c.ada)),
    "oncall.start_drill": lambda c: lambda: rehearsed(c),
    "oncall.end_drill": of(rehearsed, lambda c, d: oncall.end_drill(d, by=c.ada)),
    "playbook.save_crisis_contact": of(
        lambda c: CrisisContact(brand=c.brand, kind="police", name="Police", country="GB", phone="101"),
        lambda c, contact: playbook.save_crisis_contact(by=c.ada, contact=contact),
    ),
}
