"""The door to a contact's page: a contact is there for whoever may see a message of theirs."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import teams_with
from interactions import paging
from interactions.identities import Probable, matches_of, of_one, probable
from interactions.models import Contact, ContactMatch, Gift, HandOff, Interaction, Reply
from interactions.paging import Cursor, Page

Person = User | AnonymousUser
MOST_PROMISES = 10


@dataclass(frozen=True)
class Known:
    """What one person may see of a contact. ``promises``: each with its message, newest first."""

    contact: Contact
    identities: list[Contact]
    matches: list[ContactMatch]
    probable: list[Probable]
    history: Page
    handoffs: list[HandOff]
    statements: list[Reply]
    gifts: list[Gift]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is on file of any of them, each once."""
        return list(
            dict.fromkeys((str(name), str(fact)) for one in self.identities for name, fact in one.facts.items())
        )

    @property
    def has_promises(self) -> bool:
        return bool(self.handoffs or self.statements or self.gifts)


def contact_for(person: Person, pk: int) -> Contact:
    """Raises Http404."""
    return get_object_or_404(_visible(person).select_related("brand"), pk=pk)


def match_for(person: Person, pk: int) -> ContactMatch:
    """A decision about two contacts this person may see. Raises Http404."""
    match = get_object_or_404(ContactMatch.objects.select_related("first", "second"), pk=pk)
    if _visible(person).filter(pk__in=[match.first_id, match.second_id]).count() != 2:
        raise Http404(_("There is no such decision for you."))
    return match


def known(person: User, contact: Contact, cursor: Cursor | None) -> Known:
    """All that the page shows; the history from the cursor on, of all identities together."""
    teams = teams_with(person, "see")
    identities = list(_visible(person).filter(pk__in=of_one(contact.pk)).order_by("network", "pk"))
    ids = [one.pk for one in identities]
    matches = matches_of(ids)
    named = {pk for match in matches for pk in (match.first_id, match.second_id)}
    may_see = set(_visible(person).filter(pk__in=named).values_list("pk", flat=True))
    theirs: dict[str, Any] = {"interaction__contact__in": ids, "interaction__team__in": teams}
    written = Interaction.objects.filter(contact__in=ids, team__in=teams)
    said = Reply.objects.filter(statement__isnull=False, sent_at__isnull=False)
    return Known(
        contact=contact,
        identities=identities,
        matches=[match for match in matches if {match.first_id, match.second_id} <= may_see],
        probable=probable(identities, teams),
        history=paging.cut_to_page(paging.newest_of(written, cursor), cursor),
        handoffs=list(_newest(HandOff.objects.filter(**theirs))),
        statements=list(_newest(said.filter(**theirs).select_related("statement"))),
        gifts=list(_newest(Gift.objects.filter(**theirs).exclude(is_approved=False).select_related("budget"))),
    )


def _newest(rows: Any) -> Any:
    return rows.order_by("-pk")[:MOST_PROMISES]


def _visible(person: Person) -> Any:
    written = Interaction.objects.filter(contact=OuterRef("pk"), team__in=teams_with(person, "see"))
    return Contact.objects.filter(Exists(written))
