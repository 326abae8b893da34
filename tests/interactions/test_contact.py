"""A contact's page: who they are, what they wrote, what was promised, and only what one may see."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.models import Contact, ContactMatch, Interaction
from interactions.paging import LENGTH
from tests.cast import Cast
from tests.interactions.pages import read, signed_in
from tests.interactions.test_inbox_pages import _link, ids

pytestmark = pytest.mark.django_db


def elsewhere(cast: Cast, name: str, network: str = "email", **facts: Any) -> Contact:
    """Somebody of that name on another network, who wrote to us there."""
    row = cast.received("From elsewhere", author=f"{network}-{name}")
    facts = {"network": network, "name": name, "handle": "", **facts}
    Contact.objects.filter(pk=row.contact_id).update(**facts)
    return Contact.objects.get(pk=row.contact_id)


def marta(cast: Cast, text: str = "Where is my bag?") -> Interaction:
    row = cast.received(text, author="marta")
    Contact.objects.filter(pk=row.contact_id).update(name="Marta Kowal", handle="@marta.k", facts={"booking": "TN-482"})
    return row


def page(cast: Cast, contact: Contact, who: str = "amara", **how: Any) -> str:
    return read(getattr(cast, who), f"/contacts/{contact.pk}/", **how)


def test_the_page_shows_all_they_wrote_page_by_page(cast: Cast) -> None:
    rows = [marta(cast, f"Message {n}").pk for n in range(LENGTH + 3)]
    contact = Contact.objects.get(name="Marta Kowal")
    first = page(cast, contact)
    assert ids(first) == rows[: -LENGTH - 1 : -1]
    assert "TN-482" in first
    assert "@marta.k" in first
    older = signed_in(cast.amara).get(f"/contacts/{contact.pk}/{_link(first, 'next')}").content.decode()
    assert ids(older) == rows[2::-1]
    assert f"/contacts/{contact.pk}/" in read(cast.amara, f"/inbox/{rows[0]}/beside/")
    page(cast, contact, "nora", status=404)


def test_who_is_named_alike_may_be_the_same_and_a_person_says_so_and_takes_it_back(cast: Cast) -> None:
    row = marta(cast)
    contact, other = row.contact, elsewhere(cast, "marta kowal", facts={"booking": "TN-482"})
    elsewhere(cast, "Somebody else")
    shown = page(cast, contact)
    assert "may be the same:" in shown
    assert "same name, same facts on file" in shown
    assert "Somebody else" not in shown
    browser = signed_in(cast.amara)
    joined = browser.post(f"/contacts/{contact.pk}/match/", {"other": other.pk, "is_same": "1"}, follow=True)
    shown, match = joined.content.decode(), ContactMatch.objects.get()
    assert ids(shown) == [other.interactions.get().pk, row.pk]
    assert "may be the same:" not in shown
    assert f"/contacts/matches/{match.pk}/undo/" in shown
    assert ids(page(cast, other)) == ids(shown)
    back = browser.post(f"/contacts/matches/{match.pk}/undo/", follow=True).content.decode()
    assert ids(back) == [row.pk]
    assert "may be the same:" in back
    told = Event.objects.filter(name__in=["interactions.contacts_joined", "interactions.match_undone"])
    assert [event.facts["second"] for event in told] == [other.pk, other.pk]


def test_who_was_kept_apart_is_not_proposed_again(cast: Cast) -> None:
    contact, other = marta(cast).contact, elsewhere(cast, "", "rss", handle="MARTA.K")
    assert "same handle" in page(cast, contact)
    signed_in(cast.amara).post(f"/contacts/{contact.pk}/match/", {"other": other.pk, "is_same": "0"})
    shown = page(cast, contact)
    assert "may be the same:" not in shown
    assert "is not" in shown
    assert len(ids(shown)) == 1


def test_what_cannot_be_joined_is_refused(cast: Cast) -> None:
    contact, other, third = marta(cast).contact, elsewhere(cast, "B"), elsewhere(cast, "C", "rss")
    actions.decide_match(contact, other, by=cast.amara, is_same=True)
    actions.decide_match(other, third, by=cast.amara, is_same=True)
    for pair, refusal in {(other, contact): Conflict, (third, contact): Conflict, (contact, contact): Invalid}.items():
        with pytest.raises(refusal):
            actions.decide_match(*pair, by=cast.dev, is_same=True)
    with pytest.raises(NotAllowed):
        actions.decide_match(contact, third, by=cast.axel, is_same=False)
    refused = signed_in(cast.amara).post(f"/contacts/{contact.pk}/match/", {"other": other.pk, "is_same": "0"})
    assert refused.status_code == 409
    assert "Take it back first" in refused.content.decode()
    assert signed_in(cast.amara).post(f"/contacts/{contact.pk}/match/", {"other": "x"}).status_code == 404
    assert len(ids(page(cast, third))) == 3
    for wrong in ({"first": other, "second": contact}, {"first": contact, "second": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactMatch.objects.create(**wrong, is_same=True, decided_by=cast.dev, decided_at=timezone.now())


def test_an_identity_whose_messages_one_may_not_see_is_not_there(cast: Cast) -> None:
    contact, other = marta(cast).contact, elsewhere(cast, "Marta Kowal")
    Interaction.objects.filter(contact=other).update(team=cast.teams["legal"])
    shown = page(cast, contact)
    assert "may be the same:" not in shown
    low, high = sorted([contact, other], key=lambda one: one.pk)
    match = ContactMatch.objects.create(
        first=low, second=high, is_same=True, decided_by=cast.ruth, decided_at=timezone.now()
    )
    shown = page(cast, contact)
    assert len(ids(shown)) == 1
    assert "/contacts/matches/" not in shown
    assert signed_in(cast.amara).post(f"/contacts/matches/{match.pk}/undo/").status_code == 404
    page(cast, other, status=404)
