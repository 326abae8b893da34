"""Holding messages: the only words that go out before a release, and only with several names under the filled text."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Conflict, Invalid
from accounts.zones import zone_named
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import HoldingSignature, HoldingStatement, Interaction, Reply
from interactions.models.drafts import text_hash
from interactions.placeholders import fill
from playbook.models import HoldingMessage

PROMISED_WITHIN = timedelta(hours=24)
_ON_ITS_WAY = (Reply.State.PENDING, *Reply.IN_FLIGHT)


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
    checks.check_holdable(locked)
    message = _usable(message, locked)
    _check_promise(next_update_at, timezone.now())
    text = fill(message.text, {"name": str(locked.contact), "next_update": _clock(next_update_at, locked)})
    checks.check_text(locked, text)
    needed = checks.names_needed(locked)
    if standing := _standing(locked, message, text, next_update_at, needed):
        return standing
    statement = HoldingStatement.objects.create(
        interaction=locked,
        message=message,
        message_version=message.version,
        text=text,
        text_hash=text_hash(text),
        next_update_at=next_update_at,
        signatures_needed=needed,
        flag_version=locked.flag_version,
        created_by=person,
        created_at=timezone.now(),
    )
    tell("holding_stated", locked, by=person, statement=statement.pk, message=message.pk, hash=statement.text_hash)
    return statement


@transaction.atomic
def sign_statement(statement: HoldingStatement, *, by: Actor) -> Reply | None:
    """Put one's name under it. With the last name needed its reply is queued and returned; the state stays.

    Names count of those who may still sign here. Raises NotAllowed, Conflict.
    """
    locked = Interaction.objects.locked(statement.interaction_id)
    person = checks.check_may_sign_holding(locked, by)
    checks.check_open(locked)
    checks.check_holdable(locked)
    fresh = HoldingStatement.objects.get(pk=statement.pk)
    if fresh.flag_version != locked.flag_version or text_hash(fresh.text) != fresh.text_hash:
        raise Conflict(_("The case changed since this was filled. Fill it anew."))
    if problem := checks.why_not_usable(fresh):
        raise Conflict(problem)
    _check_alone(fresh, locked)
    try:
        with transaction.atomic():
            HoldingSignature.objects.create(
                statement=fresh, by=person, text_hash=fresh.text_hash, signed_at=timezone.now()
            )
    except IntegrityError as error:
        raise Conflict(_("You signed this already. It waits for another person.")) from error
    names = len(checks.names_under(fresh, locked))
    tell("holding_signed", locked, by=person, statement=fresh.pk, given=names, needed=fresh.signatures_needed)
    return _queue(locked, fresh, person) if names >= fresh.signatures_needed else None


def _check_promise(moment: datetime, now: datetime) -> None:
    """The words name a time and no day, so it is the next time that a clock shows it."""
    if moment <= now:
        raise Invalid(_("Promise the next update for a time in the future."))
    if moment > now + PROMISED_WITHIN:
        raise Invalid(_("The words name a time and no day: promise the next update within 24 hours."))


def _clock(moment: datetime, locked: Interaction) -> str:
    """What the public reads is the brand's time, whoever writes it and wherever they sit."""
    return timezone.localtime(moment, zone_named(locked.brand.time_zone)).strftime("%H:%M %Z")


def _standing(
    locked: Interaction, message: HoldingMessage, text: str, next_update_at: datetime, needed: int
) -> HoldingStatement | None:
    """The same words, filled for the same promise and as many names, that wait already: a form sent twice is one."""
    same = locked.statements.filter(
        message=message,
        message_version=message.version,
        text_hash=text_hash(text),
        next_update_at=next_update_at,
        signatures_needed=needed,
        flag_version=locked.flag_version,
    )
    return same.exclude(
        pk__in=Reply.objects.filter(interaction=locked).exclude(statement=None).values("statement")
    ).first()


def _check_alone(statement: HoldingStatement, locked: Interaction) -> None:
    """Nobody is held twice at once."""
    if Reply.objects.filter(statement=statement).exists():
        raise Conflict(_("This has all its names already."))
    on_its_way = Reply.objects.filter(interaction=locked, kind=Reply.Kind.HOLDING, state__in=_ON_ITS_WAY)
    if on_its_way.exists():
        raise Conflict(_("Another holding message is on its way already. See what becomes of it first."))


def _usable(message: HoldingMessage, locked: Interaction) -> HoldingMessage:
    """The message as the library has it now."""
    current = HoldingMessage.objects.usable().filter(pk=message.pk, brand_id=locked.brand_id).first()
    if current is None:
        raise Invalid(_("This holding message is not approved by two people."))
    checks.check_words_fit(locked, current)
    checks.check_holding_is_made_for_it(locked, current)
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
