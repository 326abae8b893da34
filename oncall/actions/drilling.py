"""Starting a drill and ending it. It takes every way that a true red flag takes, over a network that leads nowhere."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from audit.record import record
from connectors import actions as connectors
from connectors.contract import Author, Incoming
from connectors.models import Channel
from connectors.rehearsal.connector import Rehearsal
from interactions import actions as core
from interactions.models import Interaction
from oncall.models import Drill
from playbook.models import Topic


@transaction.atomic
def start_drill(*, by: User, topic: Topic, team: Team, text: str) -> Drill:
    """Let a made-up message about a red topic come in for this team. Triage judges it as any other; what it does not
    see is flagged all the same, and the report says so. Raises NotAllowed, Invalid, Conflict while one is running."""
    check_can(by, "manage_oncall", topic.brand)
    if topic.level != "red" or topic.is_retired or team.brand_id != topic.brand_id:
        raise Invalid(_("A drill is about a red topic and for a team of one brand."))
    if not text.strip():
        raise Invalid(_("Write what the customer says."))
    channel = _channel(team)
    key = f"drill-{uuid.uuid4().hex}"
    author = Author(remote_id="drill", name=_("Drill"))
    said = Incoming(remote_id=key, thread_id=key, text=text, author=author, occurred_at=timezone.now())
    core.receive(channel, [said])
    case = Interaction.objects.get(channel=channel, remote_id=key)
    was_found = case.flags.filter(topic=topic, withdrawn_at=None).exists()
    if not was_found:
        case = core.flag(case, by=SYSTEM, topics=[topic], reason=_("Drill: no rule found it."))
    try:
        with transaction.atomic():
            drill = Drill.objects.create(
                brand=topic.brand,
                topic=topic,
                interaction=case,
                was_found=was_found,
                started_by=by,
                started_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("A drill is running already. End it first.")) from error
    _tell("drill_started", drill, by=by)
    return drill


@transaction.atomic
def end_drill(drill: Drill, *, by: User, lesson: str = "") -> Drill:
    """Close what was made up; its alert is resolved by that. Raises NotAllowed, Conflict."""
    check_can(by, "manage_oncall", drill.brand)
    locked = Drill.objects.select_for_update(of=("self",)).select_related("interaction", "brand").get(pk=drill.pk)
    if locked.ended_at is not None:
        raise Conflict(_("This drill has ended already."))
    core.end_rehearsal(locked.interaction, by=by)
    locked.ended_by, locked.ended_at, locked.lesson = by, timezone.now(), lesson.strip()[:1000]
    locked.save()
    _tell("drill_ended", locked, by=by, details={"reason": locked.lesson} if locked.lesson else None)
    return locked


def _channel(team: Team) -> Channel:
    """The team's channel for drills, made with its first one."""
    slug = f"drill-{team.brand.slug}-{team.slug}"[:50]
    found = Channel.objects.filter(team=team, network=Rehearsal.network).first()
    return found or connectors.connect(
        by=SYSTEM, team=team, slug=slug, name=_("Drill"), network=Rehearsal.network, undo_for=0
    )


def _tell(name: str, drill: Drill, *, by: User, details: dict[str, str] | None = None) -> None:
    facts = {"interaction": drill.interaction_id, "topic": drill.topic_id, "was_found": drill.was_found}
    record(f"oncall.{name}", by=by, subject=drill, brand=drill.brand_id, facts=facts, details=details)
