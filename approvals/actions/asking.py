"""Asking a colleague by name: to sign in one's place, or beside oneself."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from approvals import asking, checks, turns
from approvals.actions.opening import open_for_review
from approvals.answers import requirement_for
from approvals.bounds import LONGEST_REASON, check_length
from approvals.checks import Seen
from approvals.models import SecondLook, Turn
from approvals.telling_reviewers import tell_asked
from audit.record import record
from interactions import checks as core
from interactions.models import Draft, Interaction
from interactions.ports import Step


@transaction.atomic
def hand_over(draft: Draft, *, by: Actor, to: User, note: str = "", seen: Seen | None = None) -> Turn:
    """Ask a colleague to decide in one's place. Who is away is answered for by their deputy: see ``asked`` of the turn.

    It takes nobody's right: all of the team may still decide. Raises NotAllowed (right, turn, four eyes), Conflict
    (decided, replaced, signed already, the case changed), Invalid (somebody who may not sign this).
    """
    locked, fresh = open_for_review(draft, by, seen)
    step = _open_step(locked, fresh, by)
    turn = _ask(fresh, step, to, by=by, note=note)
    _tell("handed_over", turn, by=by, note=note, to=to.pk, asked=turn.asked_id)
    return turn


@transaction.atomic
def ask_second_look(draft: Draft, *, by: Actor, to: User, note: str = "", seen: Seen | None = None) -> Turn:
    """Want one name more than the policy asks for, and ask this colleague for it first.

    It holds for every later version of the text, and nobody can take it back: a return, or the name, settles it. Raises
    as ``hand_over`` does, Conflict for a second time, Invalid where too few people could sign.
    """
    locked, fresh = open_for_review(draft, by, seen)
    step = _open_step(locked, fresh, by)
    person = core.check_is_person(by)
    checks.check_is_another(person, to)
    given = core.signatures_on(fresh, locked)
    checks.check_second_look(fresh, person, step, given, asking.can_sign(fresh, step.team).count())
    turn = _ask(fresh, step, to, by=by, note=note)
    SecondLook.objects.create(draft=fresh, team=step.team, by=person, asked=to, note=note, asked_at=timezone.now())
    turns.keep(locked)
    _tell("second_look_asked", turn, by=by, note=note, to=to.pk, asked=turn.asked_id)
    return turn


def _open_step(locked: Interaction, fresh: Draft, by: Actor) -> Step:
    """The step that lacks a name, which this person could sign themselves."""
    standing = core.signatures_on(fresh, locked)
    step = core.check_turn(locked, core.check_is_person(by), requirement_for(fresh), standing)
    return checks.check_lacks_names(step)


def _ask(fresh: Draft, step: Step, to: User, *, by: Actor, note: str) -> Turn:
    now = timezone.now()
    check_length(note, LONGEST_REASON)
    checks.check_can_sign(to, fresh, step.team)
    person = checks.check_available(to, asking.available(to, fresh, step.team, now))
    turn = (
        Turn.objects.select_for_update().select_related("draft__author", "interaction__brand", "brand").get(draft=fresh)
    )
    turns.ask(turn, person, now=now, by=core.check_is_person(by), note=note)
    turn.save()
    tell_asked(turn)
    return turn


def _tell(name: str, turn: Turn, *, by: Actor, note: str, **facts: Any) -> None:
    facts |= {"draft": turn.draft_id, "of_team": turn.team_id}
    words = {"note": note} if note else None
    record(f"approvals.{name}", by=by, subject=turn.interaction, brand=turn.brand_id, facts=facts, details=words)
