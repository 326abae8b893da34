"""What the house says of a crisis: written by one, signed by two, posted where the house speaks."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Conflict, Invalid
from accounts.rights import can
from interactions.models.drafts import text_hash
from oncall.actions.promising import settle_promises
from oncall.actions.room_lines import tell_room
from oncall.models import Incident, Statement, StatementSignature
from oncall.room_checks import check_is_open, check_may_sign, check_may_work, signs_for

NAMES_NEEDED = 2


@transaction.atomic
def write_statement(incident: Incident, *, by: Actor, text: str, next_update_at: datetime) -> Statement:
    """Words for the public, and by when the next ones come. Raises NotAllowed, Conflict, Invalid."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    check_is_open(locked)
    if not text.strip():
        raise Invalid(_("Write what we say."))
    if next_update_at <= timezone.now():
        raise Invalid(_("Promise the next update for a time in the future."))
    statement = Statement.objects.create(
        incident=locked,
        number=locked.statements.count() + 1,
        text=text.strip(),
        text_hash=text_hash(text.strip()),
        next_update_at=next_update_at,
        by=person,
        written_at=timezone.now(),
    )
    facts = {"statement": statement.pk, "hash": statement.text_hash}
    tell_room("statement_written", locked, by=person, **facts, details={"text": statement.text})
    return statement


@transaction.atomic
def sign_words(statement: Statement, *, by: Actor) -> int:
    """Put one's name under exactly these words; how many names count now. Raises NotAllowed, Conflict."""
    locked = Incident.objects.locked(statement.incident_id)
    person = check_may_sign(by, locked)
    check_is_open(locked)
    fresh = Statement.objects.select_for_update().get(pk=statement.pk)
    if text_hash(fresh.text) != fresh.text_hash:
        raise Conflict(_("These are not the words that were written. Write them anew."))
    if fresh.posted_at is not None:
        raise Conflict(_("This was posted already."))
    try:
        with transaction.atomic():
            StatementSignature.objects.create(
                statement=fresh, by=person, text_hash=fresh.text_hash, signed_at=timezone.now()
            )
    except IntegrityError as error:
        raise Conflict(_("You signed this already. It waits for another person.")) from error
    names = names_under(fresh)
    tell_room("statement_signed", locked, by=person, statement=fresh.pk, given=names, needed=NAMES_NEEDED)
    return names


@transaction.atomic
def note_posted(statement: Statement, *, by: Actor, link: str) -> Statement:
    """It stands there now: the first public word, if none went out before, and a promise of the next.

    Raises NotAllowed, Conflict without two names that still may sign, or when it was posted, Invalid.
    """
    locked = Incident.objects.locked(statement.incident_id)
    person = check_may_work(by, locked)
    check_is_open(locked)
    fresh = Statement.objects.select_for_update().get(pk=statement.pk)
    if fresh.posted_at is not None:
        raise Conflict(_("This was posted already."))
    if names_under(fresh) < NAMES_NEEDED:
        raise Conflict(_("It lacks a name: two people sign before it goes out."))
    if not link.startswith(("https://", "http://")):
        raise Invalid(_("Say where it stands: a link."))
    now = timezone.now()
    fresh.posted_by, fresh.posted_at, fresh.link = person, now, link[:500]
    fresh.save(update_fields=["posted_by", "posted_at", "link"])
    locked.first_word_at = locked.first_word_at or now
    locked.next_update_due_at = fresh.next_update_at
    locked.save()
    settle_promises(locked)
    tell_room("statement_posted", locked, by=person, statement=fresh.pk, details={"link": fresh.link})
    return fresh


def names_under(statement: Statement) -> int:
    """How many different people who still may sign stand under exactly these words."""
    signed = statement.signatures.filter(text_hash=text_hash(statement.text)).select_related("by")
    incident = statement.incident
    people = {name.by for name in signed if name.by.is_active}
    return sum(can(one, "approve", incident.team) or signs_for(one, incident) for one in people)
