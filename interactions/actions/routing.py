"""Passing a message on inside the house, and gathering what many wish for."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.notices import notify_all
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can, people_with
from audit.record import record
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Asking, Improvement, Interaction, Referral


@transaction.atomic
def refer(interaction: Interaction, *, by: Actor, kind: str, to_team: Team, note: str) -> Referral:
    """Show this message to another team of the brand, as a sales query or an idea. Its people are told; it stays where
    it is, and is answered there. Raises NotAllowed, Invalid, Conflict while the same waits."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "assign", locked)
    if to_team.brand_id != locked.brand_id or not to_team.is_active:
        raise Invalid(_("That team belongs to another brand."))
    if kind not in Referral.Kind.values or not note.strip():
        raise Invalid(_("Say in a sentence what they are to do with it."))
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                interaction=locked,
                kind=kind,
                to_team=to_team,
                note=note.strip()[:500],
                by=person,
                referred_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("This was passed on already, and nobody has said what came of it.")) from error
    facts = {"referral": referral.pk, "kind": kind, "to_team": to_team.pk}
    tell("referred", locked, by=person, **facts, details={"reason": referral.note})
    notify_all(
        people_with("see", to_team),
        kind="case-referred",
        text=_("A message was passed on to %(team)s.") % {"team": to_team},
        url=f"/good/routed/?team={to_team.pk}",
        key=f"referral:{referral.pk}",
        brand=locked.brand,
    )
    return referral


@transaction.atomic
def settle_referral(referral: Referral, *, by: Actor, outcome: str, note: str = "") -> Referral:
    """The other team says what came of it, or whoever passed it on takes it back. Raises NotAllowed, Conflict,
    Invalid."""
    locked = Interaction.objects.locked(referral.interaction_id)
    person = checks.check_is_person(by)
    fresh = Referral.objects.select_for_update(of=("self",)).select_related("to_team").get(pk=referral.pk)
    if fresh.by_id != person.pk and not can(person, "note", fresh.to_team):
        raise NotAllowed(_("Only %(team)s says what came of it.") % {"team": fresh.to_team})
    if fresh.settled_at is not None:
        raise Conflict(_("This is settled already."))
    if outcome not in Referral.Outcome.values:
        raise Invalid(_("Choose what came of it."))
    fresh.outcome, fresh.outcome_note = outcome, note.strip()[:500]
    fresh.settled_by, fresh.settled_at = person, timezone.now()
    fresh.save()
    details = {"reason": fresh.outcome_note} if fresh.outcome_note else None
    tell("referral_settled", locked, by=person, referral=fresh.pk, outcome=outcome, details=details)
    return fresh


@transaction.atomic
def ask_improvement(
    interaction: Interaction, *, by: Actor, improvement: Improvement | None = None, title: str = ""
) -> Improvement:
    """Put this message under an improvement, known or new by its title. Twice changes nothing. Raises NotAllowed,
    Invalid."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "note", locked)
    if improvement is None:
        improvement = _named(locked, title, by=person)
    if improvement.brand_id != locked.brand_id:
        raise Invalid(_("That belongs to another brand."))
    _asking, is_new = Asking.objects.get_or_create(
        improvement=improvement, interaction=locked, defaults={"by": person, "noted_at": timezone.now()}
    )
    if is_new:
        tell("improvement_asked", locked, by=person, improvement=improvement.pk)
    return improvement


@transaction.atomic
def settle_improvement(
    improvement: Improvement, *, by: Actor, state: str, answer: str = "", team: Team | None = None
) -> Improvement:
    """Say what becomes of it, who does it, and what those who asked are told. Raises NotAllowed, Invalid."""
    person = checks.check_is_person(by)
    locked = Improvement.objects.select_for_update(of=("self",)).select_related("brand").get(pk=improvement.pk)
    if not can(person, "manage_people", locked.brand):
        raise NotAllowed(_("Only a lead of the brand decides about an improvement."))
    if state not in Improvement.State.values:
        raise Invalid(_("Choose what becomes of it."))
    if state in {Improvement.State.DONE, Improvement.State.DECLINED} and not answer.strip():
        raise Invalid(_("Write what those who asked are told."))
    if team is not None and team.brand_id != locked.brand_id:
        raise Invalid(_("That team belongs to another brand."))
    before = locked.state
    locked.state, locked.answer, locked.team = state, answer.strip()[:500], team
    locked.settled_by, locked.settled_at = person, timezone.now()
    locked.save()
    facts = {"before": before, "state": state, "team": team.pk if team else None}
    details = {"answer": locked.answer} if locked.answer else None
    record(
        "interactions.improvement_settled", by=person, subject=locked, brand=locked.brand, facts=facts, details=details
    )
    return locked


def _named(locked: Interaction, title: str, *, by: User) -> Improvement:
    wanted = " ".join(title.split())[:120]
    if not wanted:
        raise Invalid(_("Say in a few words what should be better."))
    found, _is_new = Improvement.objects.get_or_create(
        brand_id=locked.brand_id, title=wanted, defaults={"noted_by": by, "noted_at": timezone.now()}
    )
    return found
