"""Handing over: a person, or a crisis, leaves the team of its channels on all of them, and comes back (R105)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from audit.record import record
from connectors.models import Channel
from interactions import checks
from interactions.actions.belonging import settle_teams
from interactions.models import Contact, IncidentLink, Interaction, RightsTransfer
from interactions.models.interaction import Interactions

AT_ONCE = 500


@transaction.atomic
def hand_over_contact(contact: Contact, *, by: Actor, to_team: Team, reason: str) -> RightsTransfer:
    """Everything this person wrote and will write, on every channel, belongs to that team from now on.

    Raises NotAllowed, Conflict where somebody has them already, Invalid without a reason or for another brand's team.
    """
    channels = Channel.objects.filter(brand=contact.brand_id, network=contact.network)
    list(channels.select_for_update(no_key=True).order_by("pk"))  # what is arriving right now arrives before or after
    theirs = Interaction.objects.filter(contact=contact)
    return _hand_over(by=by, to_team=to_team, reason=reason, theirs=theirs, brand=contact.brand_id, contact=contact)


@transaction.atomic
def hand_over_incident(incident: int, *, by: Actor, brand: int, to_team: Team, reason: str) -> RightsTransfer:
    """Everything that is linked to this incident, now and later, belongs to that team. The caller holds its lock."""
    return _hand_over(
        by=by, to_team=to_team, reason=reason, theirs=_of_incident(incident), brand=brand, incident=incident
    )


def _hand_over(
    *, by: Actor, to_team: Team, reason: str, theirs: Interactions, brand: int, **scope: object
) -> RightsTransfer:
    person = checks.check_is_person(by)
    if to_team.brand_id != brand:
        raise Invalid(_("%(team)s works for another brand.") % {"team": to_team})
    if not reason.strip():
        raise Invalid(_("Say why it is handed over: both teams read it."))
    _check_may_move(person, theirs, to_team)
    try:
        with transaction.atomic():
            transfer = RightsTransfer.objects.create(
                brand_id=brand, to_team=to_team, reason=reason[:500], by=person, started_at=timezone.now(), **scope
            )
    except IntegrityError as error:
        raise Conflict(_("This was handed over already. Take it back first.")) from error
    moved = _settle_all(theirs, by=person)
    _tell("handed_over", transfer, by=person, moved=moved, details={"reason": transfer.reason})
    return transfer


@transaction.atomic
def give_back(transfer: RightsTransfer, *, by: Actor) -> RightsTransfer:
    """Everything goes back to the team of its channel, or to whoever has it by another hand-over. Raises NotAllowed,
    Conflict when it was given back already."""
    person = checks.check_is_person(by)
    locked = RightsTransfer.objects.select_for_update(of=("self",)).select_related("to_team").get(pk=transfer.pk)
    if not (can(person, "sign_release", locked.to_team) or can(person, "approve", locked.to_team)):
        raise NotAllowed(_("It is with %(team)s. They give it back.") % {"team": locked.to_team})
    if locked.ended_at is not None:
        raise Conflict(_("This was given back already."))
    locked.ended_at, locked.ended_by = timezone.now(), person
    locked.save(update_fields=["ended_at", "ended_by"])
    theirs = (
        Interaction.objects.filter(contact=locked.contact) if locked.contact else _of_incident(locked.incident or 0)
    )
    moved = _settle_all(theirs, by=person)
    _tell("given_back", locked, by=person, moved=moved)
    return locked


def _of_incident(incident: int) -> Interactions:
    linked = IncidentLink.objects.filter(incident=incident, unlinked_at=None)
    return Interaction.objects.filter(pk__in=linked.values("interaction"))


def _check_may_move(person: User, theirs: Interactions, to_team: Team) -> None:
    """Whoever decides for the team that loses it, or signs for the one that gets it."""
    if can(person, "sign_release", to_team):
        return
    losing = Team.objects.filter(pk__in=theirs.order_by().values("team").distinct())
    if not losing or not all(can(person, "approve", team) for team in losing):
        raise NotAllowed(_("Only who approves for the team that loses it can hand this over."))


def _settle_all(theirs: Interactions, *, by: User) -> int:
    moved, after = 0, 0
    while rows := list(_some(theirs, after)):
        moved += settle_teams(rows, by=by)
        after = rows[-1].pk
    return moved


def _some(theirs: Interactions, after: int) -> Interactions:
    rows = theirs.filter(pk__gt=after).select_related("channel", "team").order_by("pk")
    return rows.select_for_update(of=("self",), no_key=True)[:AT_ONCE]


def _tell(name: str, transfer: RightsTransfer, *, by: User, details: dict[str, str] | None = None, moved: int) -> None:
    facts = {
        "to_team": transfer.to_team_id,
        "contact": transfer.contact_id,
        "incident": transfer.incident,
        "moved": moved,
    }
    record(f"interactions.{name}", by=by, subject=transfer, brand=transfer.brand_id, facts=facts, details=details)
