"""The kill switch: stopping what would go out, up to the last instant before the call, and letting it out again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, Team, User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from audit.broadcast import publish
from audit.record import record
from connectors.models import Channel
from interactions import checks
from interactions.blocking import close_gate
from interactions.models import PostingBlock
from playbook.models import Topic

LONGEST_BLOCK = timedelta(days=7)
RIGHT = "stop_posting"
Stopped = Brand | Channel | Topic | User | None


@transaction.atomic
def block_posting(
    what: Stopped,
    *,
    by: Actor,
    reason: str,
    expires_at: datetime,
    brand: Brand | None = None,
    allowed_channels: Collection[Channel] = (),
    allowed_people: Collection[User] = (),
    lets_holding_out: bool = False,
) -> PostingBlock:
    """Stop posting: of a brand, a channel, a topic, a person (then ``brand`` says where), or, with None, everywhere.

    From its commit on nothing that it covers moves from pending to sending, and what a publisher has in hand is looked
    at once more before the call. Raises NotAllowed, Invalid.
    """
    person = checks.check_is_person(by)
    where = _where(what, brand)
    _check_right(person, where)
    now = timezone.now()
    if not reason.strip():
        raise Invalid(_("Say why posting stops: everybody reads it."))
    if not now < expires_at <= now + LONGEST_BLOCK:
        raise Invalid(_("It ends in the future, within 7 days. Stop it again if that is not enough."))
    close_gate()
    block = PostingBlock.objects.create(
        **_scope(what),
        brand=where,
        reason=reason.strip()[:300],
        allowed_channels=sorted(channel.pk for channel in allowed_channels),
        allowed_people=sorted(one.pk for one in allowed_people),
        lets_holding_out=lets_holding_out,
        blocked_by=person,
        blocked_at=now,
        expires_at=expires_at,
    )
    facts = {"scope": block.scope, "expires_at": expires_at.isoformat(), "lets_holding_out": lets_holding_out}
    facts |= {"allowed_channels": block.allowed_channels, "allowed_people": block.allowed_people}
    _tell("posting_blocked", block, by=person, details={"reason": block.reason}, **facts)
    return block


@transaction.atomic
def lift_block(block: PostingBlock, *, by: Actor) -> PostingBlock:
    """Let out what waited behind it; every approval is compared again as it leaves. Raises NotAllowed, Conflict."""
    person = checks.check_is_person(by)
    locked = PostingBlock.objects.select_for_update().get(pk=block.pk)
    _check_right(person, locked.brand)
    if not locked.is_in_force:
        raise Conflict(_("This has ended already."))
    locked.lifted_by, locked.lifted_at = person, timezone.now()
    locked.save(update_fields=["lifted_by", "lifted_at"])
    _tell("block_lifted", locked, by=person)
    return locked


def _check_right(person: User, brand: Brand | None) -> None:
    """What concerns everybody takes the right on every brand there is."""
    for one in [brand] if brand else Brand.objects.filter(is_active=True):
        check_can(person, RIGHT, one)


def _where(what: Stopped, brand: Brand | None) -> Brand | None:
    if what is None:
        return None
    if isinstance(what, User):
        if brand is None:
            raise Invalid(_("Say for which brand this person’s answers stop."))
        return brand
    return what if isinstance(what, Brand) else what.brand


def _scope(what: Stopped) -> dict[str, Any]:
    if isinstance(what, Channel):
        return {"scope": PostingBlock.Scope.CHANNEL, "channel": what}
    if isinstance(what, Topic):
        return {"scope": PostingBlock.Scope.TOPIC, "topic": what}
    if isinstance(what, User):
        return {"scope": PostingBlock.Scope.PERSON, "person": what}
    return {"scope": PostingBlock.Scope.ALL if what is None else PostingBlock.Scope.BRAND}


def _tell(name: str, block: PostingBlock, *, by: User, details: dict[str, str] | None = None, **facts: Any) -> None:
    """In the record, and on every open screen after the commit."""
    told = Team.objects.filter(brand=block.brand_id) if block.brand_id else Team.objects.all()
    teams = list(told.values_list("pk", "brand_id"))

    def after_commit() -> None:
        for team_id, brand_id in teams:
            publish("alarms", team_id=team_id, brand_id=brand_id)

    transaction.on_commit(after_commit, robust=True)
    facts |= {"block": block.pk}
    record(f"interactions.{name}", by=by, subject=block, brand=block.brand_id, facts=facts, details=details)
