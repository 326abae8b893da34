"""To which team an interaction belongs: the channel's own, or the one that has its author or its crisis for a while."""

from collections.abc import Collection, Sequence

from interactions.models import IncidentLink, Interaction, RightsTransfer


def teams_of_contacts(contact_ids: Collection[int]) -> dict[int, int]:
    """The team that has each of these contacts, for those that were handed over."""
    standing = RightsTransfer.objects.filter(contact__in=contact_ids, ended_at=None)
    return {contact: team for contact, team in standing.values_list("contact_id", "to_team_id") if contact}


def teams_for(rows: Sequence[Interaction]) -> dict[int, int]:
    """The team to which each of these belongs now, by their ids; of two transfers the one that began last. The rows
    have their ``channel`` at hand. Two queries."""
    heads = {row.pk: row.head_id or row.pk for row in rows}
    incidents = incidents_of(heads.values())
    standing = RightsTransfer.objects.filter(ended_at=None)
    of_these = standing.filter(contact__in={row.contact_id for row in rows})
    of_these |= standing.filter(incident__in=set(incidents.values()))
    having: dict[tuple[str, int | None], RightsTransfer] = {}
    for transfer in of_these:
        having[("incident", transfer.incident) if transfer.incident else ("contact", transfer.contact_id)] = transfer
    belongs = {}
    for row in rows:
        found = having.get(("contact", row.contact_id)), having.get(("incident", incidents.get(heads[row.pk])))
        newest = max((one for one in found if one), key=lambda one: (one.started_at, one.pk), default=None)
        belongs[row.pk] = newest.to_team_id if newest else row.channel.team_id
    return belongs


def incidents_of(interaction_ids: Collection[int]) -> dict[int, int]:
    """The incident that each of these belongs to, for those that belong to one."""
    standing = IncidentLink.objects.filter(interaction__in=set(interaction_ids), unlinked_at=None)
    return dict(standing.values_list("interaction_id", "incident"))
