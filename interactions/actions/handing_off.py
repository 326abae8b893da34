"""Taking a conversation offline, and writing down what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Draft, HandOff, Interaction
from interactions.models.handoffs import LONGEST_NAME, LONGEST_REASON, LONGEST_WAY

OUTCOME_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Offer:
    """A talk that an answer offers: one of us by name, the number, and why."""

    person: str
    way: str
    reason: str


def offer(locked: Interaction, revision: Draft, given: Offer | None, *, by: User) -> HandOff | None:
    """Keep what a submitted answer offers, in the place of what an answer offered that never went out.

    Raises Invalid for an offer with a gap, Conflict while the outcome of a talk that was offered in public is unknown.
    """
    standing = locked.handoffs.filter(recorded_at=None).first()
    if given is None and (standing is None or _is_out(standing, locked)):
        return None
    if given is not None:
        checks.check_offer(given.person, given.way, given.reason)
    if standing is not None:
        _withdraw(standing, locked, by=by)
    if given is None:
        return None
    now = timezone.now()
    handoff = HandOff.objects.create(
        interaction=locked,
        draft=revision,
        person=given.person.strip()[:LONGEST_NAME],
        way=given.way.strip()[:LONGEST_WAY],
        reason=given.reason.strip()[:LONGEST_REASON],
        written_by=by,
        written_at=now,
        outcome_due_at=now + OUTCOME_WITHIN,
    )
    tell("handed_off", locked, by=by, handoff=handoff.pk, draft=revision.pk, details={"reason": handoff.reason})
    return handoff


def _is_out(standing: HandOff, locked: Interaction) -> bool:
    """Whether the answer that offered it was posted: then somebody may be on the phone."""
    return locked.responded_at is not None and locked.responded_at >= standing.written_at


def _withdraw(standing: HandOff, locked: Interaction, *, by: User) -> None:
    if _is_out(standing, locked):
        raise Conflict(
            _("You offered a talk with %(person)s already. Write down what came of it before you offer another.")
            % {"person": standing.person}
        )
    standing.outcome = HandOff.Outcome.WITHDRAWN
    standing.recorded_by, standing.recorded_at = by, timezone.now()
    standing.save()
    tell("handoff_withdrawn", locked, by=by, handoff=standing.pk)


@transaction.atomic
def record_outcome(
    handoff: HandOff,
    *,
    by: Actor,
    outcome: str,
    talked_at: datetime,
    talked_by: User | None = None,
    remedy: str = "",
    has_apology: bool = False,
    has_refund: bool = False,
    closing_note: str = "",
) -> HandOff:
    """Write down what came of a talk: who talked when, what was agreed, what was given, what the public may read.

    Without ``talked_by`` it was the one who writes. Raises NotAllowed, Conflict when it is written down already,
    Invalid for an outcome nobody knows or a talk in the future.
    """
    locked = Interaction.objects.locked(handoff.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    fresh = HandOff.objects.select_for_update().get(pk=handoff.pk)
    checks.check_no_outcome_yet(fresh)
    checks.check_talk(outcome, talked_at)
    fresh.outcome, fresh.remedy, fresh.closing_note = outcome, remedy[:1000], closing_note[:2000]
    fresh.has_apology, fresh.has_refund = has_apology, has_refund
    fresh.talked_by, fresh.talked_at = talked_by or person, talked_at
    fresh.recorded_by, fresh.recorded_at = person, timezone.now()
    fresh.save()
    facts = {"outcome": outcome, "has_apology": has_apology, "has_refund": has_refund}
    details = {"reason": fresh.remedy} if fresh.remedy else None
    tell("handoff_recorded", locked, by=person, handoff=fresh.pk, **facts, details=details)
    return fresh
