"""One human being on several networks: whom people said are one, and who may be, with the reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interactions.models import Contact, ContactMatch, Interaction

MOST = 20  # identities of one: more are a mistake, or a company
MOST_PROBABLE = 5
SHORTEST = 3  # characters of a handle or name that say anything


@dataclass(frozen=True)
class Probable:
    contact: Contact
    reasons: list[str | Promise]


def of_one(pk: int) -> set[int]:
    """The ids of all that are one with this contact, itself among them."""
    known, asked = {pk}, {pk}
    while asked and len(known) < MOST:
        standing = ContactMatch.objects.filter(is_same=True, undone_at=None)
        pairs = standing.filter(Q(first__in=asked) | Q(second__in=asked)).values_list("first", "second")[: MOST * 2]
        asked = {one for pair in pairs for one in pair} - known
        known |= asked
    return known


def matches_of(ids: Collection[int]) -> list[ContactMatch]:
    """What was decided about them and stands, the newest first."""
    rows = ContactMatch.objects.filter(Q(first__in=ids) | Q(second__in=ids), undone_at=None)
    return list(rows.select_related("first", "second", "decided_by").order_by("-pk")[: MOST * 2])


def probable(mine: list[Contact], team_ids: Iterable[int]) -> list[Probable]:
    """Who may be the same: contacts of the brand, with a message that these teams have, named alike; those that say the
    most first. What was decided is not asked again."""
    handles = {_bare(one.handle) for one in mine} - {""}
    names = {one.name.lower().strip() for one in mine if len(one.name.strip()) >= SHORTEST}
    written = Interaction.objects.filter(contact=OuterRef("pk"), team__in=list(team_ids))
    known = Contact.objects.annotate(as_handle=Lower("handle"), as_name=Lower("name"))
    alike = Q(as_handle__in=handles | {f"@{handle}" for handle in handles}) | Q(as_name__in=names)
    ids = {one.pk for one in mine}
    rows = known.filter(alike, brand=mine[0].brand_id).exclude(pk__in=ids | _decided(ids)).filter(Exists(written))
    found = [Probable(row, _reasons(row, mine, handles, names)) for row in rows.order_by("pk")[: MOST * 2]]
    return sorted(found, key=lambda one: -len(one.reasons))[:MOST_PROBABLE]


def _decided(ids: set[int]) -> set[int]:
    return {pk for match in matches_of(ids) for pk in (match.first_id, match.second_id)}


def _reasons(row: Contact, mine: list[Contact], handles: set[str], names: set[str]) -> list[str | Promise]:
    facts = {str(fact) for one in mine for fact in one.facts.values() if len(str(fact)) > SHORTEST}
    said = (
        (_("same handle"), _bare(row.handle) in handles),
        (_("same name"), row.name.lower().strip() in names),
        (_("same facts on file"), any(str(fact) in facts for fact in row.facts.values())),
    )
    return [reason for reason, holds in said if holds]


def _bare(handle: str) -> str:
    bare = handle.lower().strip().lstrip("@")
    return bare if len(bare) >= SHORTEST else ""
