"""Putting interactions into an incident, and taking them out. Whose they are follows at once."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_or_none
from accounts.refusals import Conflict
from audit.record import record_many
from interactions import checks
from interactions.actions.belonging import settle_teams
from interactions.actions.lines import line
from interactions.models import IncidentLink, Interaction


@transaction.atomic
def link(ids: Collection[int], *, by: Actor, incident: int, brand: int) -> list[Interaction]:
    """Those of these interactions that belong to no incident yet are of this one from now on; they are returned.

    The caller holds the incident's lock, so that a hand-over of it misses none. Raises NotAllowed for one that this
    person may not flag, Conflict for one of another brand.
    """
    rows = _locked(ids)
    for row in rows:
        checks.check_may(by, "flag", row)
        if row.brand_id != brand:
            raise Conflict(_("That message belongs to another brand."))
    taken = set(
        IncidentLink.objects.filter(interaction__in=rows, unlinked_at=None).values_list("interaction", flat=True)
    )
    new = [row for row in rows if row.pk not in taken]
    now, person = timezone.now(), person_or_none(by)
    IncidentLink.objects.bulk_create(
        IncidentLink(interaction=row, incident=incident, by=person, linked_at=now) for row in new
    )
    record_many([line("linked", row, by=by, incident=incident) for row in new])
    settle_teams(new, by=by)
    return new


@transaction.atomic
def unlink(interaction: Interaction, *, by: Actor) -> IncidentLink:
    """It is no part of its incident any more. Raises NotAllowed, Conflict where it is of none."""
    (locked,) = _locked([interaction.pk])
    checks.check_may(by, "flag", locked)
    standing = locked.incident_links.filter(unlinked_at=None).first()
    if standing is None:
        raise Conflict(_("This is in no room any more."))
    standing.unlinked_at = timezone.now()
    standing.save(update_fields=["unlinked_at"])
    record_many([line("unlinked", locked, by=by, incident=standing.incident)])
    settle_teams([locked], by=by)
    return standing


@transaction.atomic
def unlink_all(*, by: Actor, incident: int) -> int:
    """The incident is none: everything in it is let go; how many. The caller has decided who may."""
    standing = IncidentLink.objects.filter(incident=incident, unlinked_at=None)
    rows = _locked(list(standing.values_list("interaction", flat=True)))
    standing.filter(interaction__in=rows).update(unlinked_at=timezone.now())
    record_many([line("unlinked", row, by=by, incident=incident) for row in rows])
    settle_teams(rows, by=by)
    return len(rows)


def _locked(ids: Collection[int]) -> list[Interaction]:
    """Heads alone, in the order of their ids; a follow-up goes with its head."""
    return list(Interaction.objects.all_locked(ids).filter(head=None))
