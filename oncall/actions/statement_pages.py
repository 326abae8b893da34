"""The page for the public that stands ready for a crisis: written, switched on by two people, switched off."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import check_can
from audit.record import record
from connectors.rehearsal.connector import Rehearsal
from interactions.models import Interaction
from interactions.models.drafts import text_hash
from oncall.actions.promising import note_first_word
from oncall.actions.room_lines import tell_room
from oncall.models import Incident, Showing, StatementPage
from oncall.room_checks import check_is_open, check_may_sign, check_may_work

WORDS = ("heading", "text", "contact")


@transaction.atomic
def save_statement_page(
    page: StatementPage | None,
    *,
    by: User,
    brand: Brand,
    name: str,
    address: str,
    heading: str,
    text: str,
    contact: str = "",
) -> StatementPage:
    """What is on stays as it was approved; these words are for the next time. Raises NotAllowed, Conflict, Invalid."""
    check_can(by, "manage_oncall", brand)
    _check_words(name, address, heading, text)
    written = StatementPage.objects.select_for_update(of=("self",)).get(pk=page.pk) if page else StatementPage()
    before = _words_of(written) if page else None
    if page and written.address != address and written.showings.standing().exists():
        raise Conflict(_("Its address is in use. Switch the page off before it moves."))
    written.brand, written.name, written.address = brand, name.strip(), address
    written.heading, written.text, written.contact = heading.strip(), text.strip(), contact.strip()
    written.written_by, written.written_at, written.is_retired = by, timezone.now(), False
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError as error:
        raise Invalid(_("There is a page of this name or address already.")) from error
    details = {"before": before, "after": _words_of(written)}
    record("oncall.statement_page_saved", by=by, subject=written, brand=brand, facts={}, details=details)
    return written


def _check_words(name: str, address: str, heading: str, text: str) -> None:
    if not all(said.strip() for said in (name, heading, text)):
        raise Invalid(_("It needs a name, a heading and what it says."))
    try:
        validate_slug(address)
    except ValidationError as error:
        raise Invalid(_("The address is of letters, digits and hyphens.")) from error


def _words_of(page: StatementPage) -> dict[str, str]:
    return {name: str(getattr(page, name)) for name in ("name", "address", *WORDS)}


@transaction.atomic
def retire_statement_page(page: StatementPage, *, by: User) -> StatementPage:
    """It stands ready no more. Doing it twice changes nothing. Raises NotAllowed, Conflict while it is on or waits."""
    check_can(by, "manage_oncall", page.brand)
    locked = StatementPage.objects.select_for_update(of=("self",)).select_related("brand").get(pk=page.pk)
    if locked.showings.standing().exists():
        raise Conflict(_("It is on, or waits to be. Switch it off first."))
    if not locked.is_retired:
        locked.is_retired = True
        locked.save(update_fields=["is_retired"])
        record("oncall.statement_page_retired", by=by, subject=locked, brand=locked.brand, facts={})
    return locked


@transaction.atomic
def ask_to_show(page: StatementPage, *, by: Actor, incident: Incident) -> Showing:
    """Switch it on for this crisis, as soon as a second person agrees to exactly these words.

    Raises NotAllowed, Invalid for a drill or another brand's page, Conflict when it is on or waits already.
    """
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    check_is_open(locked)
    fresh = StatementPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if fresh.brand_id != locked.brand_id or fresh.is_retired:
        raise Invalid(_("This page does not stand ready for the room’s brand."))
    if _is_drill(locked):
        raise Invalid(_("This is a drill. Nothing of it goes out to the public."))
    words = {name: getattr(fresh, name) for name in WORDS}
    try:
        with transaction.atomic():
            showing = Showing.objects.create(
                page=fresh,
                incident=locked,
                text_hash=_hash_of(words),
                written_by_id=fresh.written_by_id,
                asked_by=person,
                asked_at=timezone.now(),
                **words,
            )
    except IntegrityError as error:
        raise Conflict(_("This page is on, or waits to be.")) from error
    facts = {"showing": showing.pk, "page": fresh.pk, "hash": showing.text_hash}
    tell_room("page_showing_asked", locked, by=person, **facts, details=words)
    return showing


@transaction.atomic
def show_page(showing: Showing, *, by: Actor) -> Showing:
    """The second person: from this commit the public reads it, and it is the first public word if none went out before.

    Raises NotAllowed for whoever asked or wrote it, Conflict when it is on, was withdrawn, or the room has ended.
    """
    locked = Incident.objects.locked(showing.incident_id)
    person = check_may_sign(by, locked)
    check_is_open(locked)
    fresh = Showing.objects.select_for_update(of=("self",)).select_related("page").get(pk=showing.pk)
    if not fresh.is_waiting:
        raise Conflict(_("This is decided already."))
    if person.pk in {fresh.asked_by_id, fresh.written_by_id}:
        raise NotAllowed(_("Whoever wrote it or asked for it does not switch it on. It waits for another person."))
    fresh.approved_by, fresh.approved_at = person, timezone.now()
    fresh.save(update_fields=["approved_by", "approved_at"])
    tell_room("page_shown", locked, by=person, showing=fresh.pk, page=fresh.page_id, hash=fresh.text_hash)
    note_first_word(locked, fresh.approved_at)
    return fresh


@transaction.atomic
def stop_showing(showing: Showing, *, by: Actor) -> Showing:
    """Switch it off, or take the question back: by whoever asked, or who may sign, also when the room has ended.
    Doing it twice changes nothing. Raises NotAllowed."""
    locked = Incident.objects.locked(showing.incident_id)
    fresh = Showing.objects.select_for_update(of=("self",)).select_related("page").get(pk=showing.pk)
    person = check_may_work(by, locked)
    if not (fresh.is_waiting and fresh.asked_by_id == person.pk):
        check_may_sign(person, locked)
    if fresh.ended_at is None:
        fresh.ended_by, fresh.ended_at = person, timezone.now()
        fresh.save(update_fields=["ended_by", "ended_at"])
        tell_room("page_showing_ended", locked, by=person, showing=fresh.pk, page=fresh.page_id)
    return fresh


def _hash_of(words: dict[str, Any]) -> str:
    """Of all that the public would read of it."""
    return text_hash(json.dumps([str(words[name]) for name in WORDS]))


def _is_drill(incident: Incident) -> bool:
    """All that is in it, or ever was, was made up: taking it out again makes no true crisis of a drill."""
    linked = Interaction.objects.filter(incident_links__incident=incident.pk)
    networks = set(linked.order_by().values_list("channel__network", flat=True).distinct())
    return networks == {Rehearsal.network}
