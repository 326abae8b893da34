"""Saying that two contacts are one human being, or are not, and taking it back. Nothing of theirs is moved: what was
joined comes apart as it was."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from audit.record import record
from interactions import checks
from interactions.identities import of_one
from interactions.models import Contact, ContactMatch


@transaction.atomic
def decide_match(contact: Contact, other: Contact, *, by: User, is_same: bool) -> ContactMatch:
    """Decide once; who decides works for both. Raises NotAllowed, Invalid, and Conflict where it is decided already."""
    pair = list(Contact.objects.select_for_update(no_key=True).filter(pk__in=[contact.pk, other.pk]).order_by("pk"))
    if len(pair) != 2 or pair[0].brand_id != pair[1].brand_id:
        raise Invalid(_("Choose two contacts of the same brand."))
    for one in pair:
        checks.check_may_match(by, one)
    first, second = pair
    if ContactMatch.objects.filter(first=first, second=second, undone_at=None).exists():
        raise Conflict(_("Somebody decided this a moment ago. Take it back first, if it is wrong."))
    if is_same and second.pk in of_one(first.pk):
        raise Conflict(_("They are one already, by way of another contact."))
    made = ContactMatch.objects.create(
        first=first, second=second, is_same=is_same, decided_by=by, decided_at=timezone.now()
    )
    _tell("contacts_joined" if is_same else "contacts_kept_apart", made, by=by)
    return made


@transaction.atomic
def undo_match(match: ContactMatch, *, by: User) -> ContactMatch:
    """It stands no more. Doing it twice changes nothing. Raises NotAllowed."""
    locked = ContactMatch.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=match.pk)
    for one in (locked.first, locked.second):
        checks.check_may_match(by, one)
    if locked.undone_at is None:
        locked.undone_by, locked.undone_at = by, timezone.now()
        locked.save()
        _tell("match_undone", locked, by=by)
    return locked


def _tell(name: str, match: ContactMatch, *, by: User) -> None:
    facts: dict[str, Any] = {"first": match.first_id, "second": match.second_id, "is_same": match.is_same}
    record(f"interactions.{name}", by=by, subject=match.first, brand=match.first.brand_id, facts=facts)
