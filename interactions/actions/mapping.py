"""A way over the response map: kept as it was walked, with what came of it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, Invalid
from interactions import checks
from interactions.actions.closing import close
from interactions.actions.flagging import flag
from interactions.actions.lines import tell
from interactions.models import Interaction, MapRun, SecondPersonRequest
from playbook.mapping import InForce, map_in_force
from playbook.maps.shape import Leaf
from playbook.maps.walking import Walk, walk
from playbook.models import Topic

_CLOSES = {"monitor": Interaction.Closed.MONITOR, "let_stand": Interaction.Closed.LET_STAND}


@dataclass(frozen=True, slots=True)
class Way:
    """Which map was walked, exactly as it stood, and the place of each answer. ``key`` is of the page that was sent."""

    map_slug: str
    sha256: str
    given: Sequence[int]
    key: UUID


@transaction.atomic
def walk_map(
    interaction: Interaction,
    *,
    by: Actor,
    way: Way,
    topic: Topic | None = None,
    closes: bool = False,
    reason: str = "",
    look_again_at: datetime | None = None,
) -> MapRun:
    """Keep the way, and do what its end proposes: flag it as this topic, or close it as monitored or let stand.

    Sent twice it is one way. Raises NotAllowed, Conflict where the map is not the one that was walked, Invalid where
    the way does not end or the topic is none of its end's; and whatever flagging and closing refuse.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    if kept := MapRun.objects.filter(key=way.key).first():
        if kept.interaction_id != locked.pk:
            raise Conflict(_("This page was sent for another message."))
        return kept
    in_force = map_in_force(locked.brand_id, way.map_slug)
    if in_force is None or in_force.sha256 != way.sha256:
        raise Conflict(_("The map was changed while you walked it. Go through it again."))
    walked = walk(in_force.map, way.given)
    leaf = walked.leaf
    if leaf is None or len(walked.passed) != len(way.given):
        raise Invalid(_("This way does not end yet. Answer the next question."))
    if topic is not None and topic.pk not in {each.pk for each in in_force.names.topics_of(leaf)}:
        raise Invalid(_("Choose one of the topics that this end names."))
    before = locked.flag_version, locked.thread_version
    done = _do(locked, leaf, person, topic=topic, closes=closes, reason=reason, look_again_at=look_again_at)
    run = _keep(locked, in_force, walked, leaf, person, way=way, topic=topic, done=done, before=before)
    fresh = Interaction.objects.locked(locked.pk)
    facts = {"map_run": run.pk, "taxonomy": run.taxonomy_number, "outcome": run.outcome, "done": run.done}
    tell("map_walked", fresh, by=person, details={"map": run.map_name, "end": run.title}, **facts)
    return run


def _do(
    locked: Interaction,
    leaf: Leaf,
    person: User,
    *,
    topic: Topic | None,
    closes: bool,
    reason: str,
    look_again_at: datetime | None,
) -> str:
    """What came of it, through the verbs that anybody uses."""
    if closes:
        if leaf.outcome not in _CLOSES:
            raise Invalid(_("This end asks for an answer, not for silence."))
        ended = close(
            locked, by=person, closed_as=_CLOSES[leaf.outcome], reason=reason or leaf.title, look_again_at=look_again_at
        )
        return MapRun.Done.ASKED if isinstance(ended, SecondPersonRequest) else MapRun.Done.CLOSED
    if topic is not None:
        flag(locked, by=person, topics=[topic], reason=reason)
        return MapRun.Done.FLAGGED
    return MapRun.Done.KEPT


def _keep(
    locked: Interaction,
    in_force: InForce,
    walked: Walk,
    leaf: Leaf,
    person: User,
    *,
    way: Way,
    topic: Topic | None,
    done: str,
    before: tuple[int, int],
) -> MapRun:
    known = in_force.names.known
    is_flagged = done == MapRun.Done.FLAGGED
    return MapRun.objects.create(
        interaction=locked,
        key=way.key,
        map_slug=in_force.map.slug,
        map_name=in_force.map.name,
        map_sha256=in_force.sha256,
        taxonomy_number=in_force.number,
        path=[
            {
                "question": step.question.question,
                "answer": step.answer.answer,
                "is_inferred": step.answer.is_inferred,
                "given": step.given,
            }
            for step in walked.passed
        ],
        leaf=leaf.key,
        title=leaf.title,
        action=leaf.action,
        outcome=leaf.outcome,
        level=topic.level if is_flagged and topic else known.level_of(leaf),
        topic=topic if is_flagged else None,
        owner_team=in_force.names.owner_of(leaf)[:300],
        within=known.within_of(leaf),
        done=done,
        flag_version=before[0],
        thread_version=before[1],
        walked_by=person,
        walked_at=timezone.now(),
    )
