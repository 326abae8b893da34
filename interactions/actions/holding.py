"""Holding messages: the only words that go out before a release, and only with several names under the filled text."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Conflict, Invalid
from accounts.rights import can
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import HoldingSignature, HoldingStatement, Interaction, Reply
from interactions.models.drafts import text_hash
from interactions.placeholders import fill
from playbook.models import HoldingMessage

_ALLOWED_STATES = {Interaction.State.RECEIVED, Interaction.State.FLAGGED}


@transaction.atomic
def state_holding(
    interaction: Interaction, *, by: Actor, message: HoldingMessage, next_update_at: datetime
) -> HoldingStatement:
    """Fill a holding message for this person; only the name and the time of the next update vary.

    Raises NotAllowed, Conflict when it is past flagged, Invalid for a message that is not approved by two.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    checks.check_open(locked)
    _check_sendable(locked)
    message = _usable(message, locked)
    if next_update_at <= timezone.now():
        raise Invalid(_("Promise the next update for a time in the future."))
    moment = timezone.localtime(next_update_at).strftime("%H:%M %Z")
    text = fill(message.text, {"name": str(locked.contact), "next_update": moment})
    checks.check_text(locked, text)
    statement = HoldingStatement.objects.create(
        interaction=locked,
        message=message,
        message_version=message.version,
        text=text,
        text_hash=text_hash(text),
        next_update_at=next_update_at,
        flag_version=locked.flag_version,
        created_by=person,
        created_at=timezone.now(),
    )
    tell("holding_stated", locked, by=person, statement=statement.pk, message=message.pk, hash=statement.text_hash)
    return statement


@transaction.atomic
def sign_statement(statement: HoldingStatement, *, by: Actor) -> Reply | None:
    """Put one's name under it. With the last name needed its reply is queued and returned; the state stays."""
    locked = Interaction.objects.locked(statement.interaction_id)
    person = checks.check_is_person(by)
    if not can(person, "sign_release", locked.team):
        checks.check_may(person, "approve", locked)
    checks.check_open(locked)
    _check_sendable(locked)
    fresh = HoldingStatement.objects.get(pk=statement.pk)
    if fresh.flag_version != locked.flag_version or text_hash(fresh.text) != fresh.text_hash:
        raise Conflict(_("The case changed since this was filled. Fill it anew."))
    if problem := checks.why_not_usable(fresh):
        raise Conflict(problem)
    if Reply.objects.filter(statement=fresh).exists():
        raise Conflict(_("This has all its names already."))
    try:
        with transaction.atomic():
            HoldingSignature.objects.create(
                statement=fresh, by=person, text_hash=fresh.text_hash, signed_at=timezone.now()
            )
    except IntegrityError as error:
        raise Conflict(_("You signed this already. It waits for another person.")) from error
    names = fresh.signatures.filter(text_hash=fresh.text_hash).values("by").distinct().count()
    tell("holding_signed", locked, by=person, statement=fresh.pk, given=names, needed=fresh.signatures_needed)
    return _queue(locked, fresh, person) if names >= fresh.signatures_needed else None


def _usable(message: HoldingMessage, locked: Interaction) -> HoldingMessage:
    """The message as the library has it now."""
    current = HoldingMessage.objects.usable().filter(pk=message.pk, brand_id=locked.brand_id).first()
    if current is None:
        raise Invalid(_("This holding message is not approved by two people."))
    checks.check_words_fit(locked, current)
    return current


def _queue(locked: Interaction, statement: HoldingStatement, by: Actor) -> Reply:
    now = timezone.now()
    reply = Reply.objects.create(
        interaction=locked,
        conversation_id=locked.conversation_id,
        channel=locked.channel,
        kind=Reply.Kind.HOLDING,
        statement=statement,
        not_before=now,
        created_at=now,
    )
    tell("reply_queued", locked, by=by, reply=reply.pk, statement=statement.pk)
    return reply


def _check_sendable(locked: Interaction) -> None:
    if locked.state not in _ALLOWED_STATES:
        raise Conflict(_("A holding message goes out before an answer is written, not after."))
