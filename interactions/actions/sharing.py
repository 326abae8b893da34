"""Consent, and showing what somebody said once more. Without the one there is no other, and a second person signs."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from connectors.models import Channel
from interactions import checks
from interactions.actions.lines import tell
from interactions.actions.seconding import ask_second
from interactions.models import Consent, Interaction, Share
from interactions.models.drafts import text_hash


@transaction.atomic
def note_consent(interaction: Interaction, *, by: Actor, way: str, words: str, shows_name: bool = False) -> Consent:
    """Write down that its author lets us show this, in their words. Raises NotAllowed, Invalid, Conflict."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    if not locked.is_public:
        raise Invalid(_("This was said in private. It is shown to nobody."))
    if way not in Consent.Way.values or not words.strip():
        raise Invalid(_("Write down their words, or where they stand."))
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                interaction=locked,
                contact_id=locked.contact_id,
                way=way,
                words=words.strip()[:500],
                shows_name=shows_name,
                noted_by=person,
                given_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("Their consent stands here already.")) from error
    facts = {"consent": consent.pk, "way": way, "shows_name": shows_name}
    tell("consent_noted", locked, by=person, **facts, details={"reason": consent.words})
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Actor) -> Consent:
    """They took it back: what was asked or signed and is not out yet ends at once. Raises NotAllowed, Conflict."""
    locked = Interaction.objects.locked(consent.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    fresh = Consent.objects.select_for_update().get(pk=consent.pk)
    if fresh.withdrawn_at is not None:
        raise Conflict(_("It was taken back already."))
    fresh.withdrawn_by, fresh.withdrawn_at = person, timezone.now()
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at"])
    pending = fresh.shares.filter(state__in=[Share.State.WAITING, Share.State.APPROVED])
    ended = list(pending.values_list("pk", flat=True))
    pending.update(state=Share.State.ENDED)
    out = fresh.shares.filter(state=Share.State.SHARED).count()
    tell("consent_withdrawn", locked, by=person, consent=fresh.pk, ended=ended, still_out=out)
    return fresh


@transaction.atomic
def ask_to_share(interaction: Interaction, *, by: Actor, channel: Channel, text: str) -> Share:
    """Ask a second person to sign these words around their message, for this channel of the brand.

    Raises NotAllowed, Invalid, Conflict without a consent to show just this message, or where it was asked for that
    channel.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    checks.check_not_held(locked, person)
    checks.check_is_real(locked)
    if channel.brand_id != locked.brand_id or not channel.is_active or channel.is_rehearsal:
        raise Invalid(_("That is no channel of this brand."))
    if not text.strip():
        raise Invalid(_("Write what we say around it."))
    words = text.strip()[:2000]
    if channel.length(words) > channel.max_length:
        raise Invalid(_("That is longer than %(channel)s takes.") % {"channel": channel})
    consent = Consent.objects.filter(interaction=locked, withdrawn_at=None).first()
    if consent is None:
        raise Conflict(_("Ask them first: without their consent nothing is shared."))
    _check_covered(locked, consent)
    try:
        with transaction.atomic():
            share = Share.objects.create(
                interaction=locked,
                consent=consent,
                channel=channel,
                team_id=locked.team_id,
                text=words,
                text_hash=text_hash(words),
                asked_by=person,
                asked_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("This is shared there already, or somebody asked.")) from error
    tell("share_asked", locked, by=person, share=share.pk, channel=channel.pk, hash=share.text_hash)
    ask_second(locked, by=person, url="/good/shares/", key=f"share:{share.pk}")
    return share


@transaction.atomic
def decide_share(share: Share, *, by: Actor, is_approved: bool, text_seen: str, reason: str = "") -> Share:
    """Sign exactly the words that were read, or decline with a reason, also what was signed and is not out yet; whoever
    asked needs none before it is signed. Raises NotAllowed, Conflict, Invalid."""
    locked = Interaction.objects.locked(share.interaction_id)
    person = checks.check_is_person(by)
    fresh = Share.objects.select_for_update(of=("self",)).select_related("consent").get(pk=share.pk)
    _check_second(locked, fresh, person, is_approved=is_approved)
    if not (fresh.state == Share.State.WAITING or (fresh.is_pending and not is_approved)):
        raise Conflict(_("This was decided a moment ago."))
    if is_approved:
        _check_signable(locked, fresh, person, text_seen)
    elif not reason.strip() and (fresh.state == Share.State.APPROVED or fresh.asked_by_id != person.pk):
        raise Invalid(_("Say why: whoever asked, or signed, reads it."))
    fresh.state = Share.State.APPROVED if is_approved else Share.State.DECLINED
    fresh.decided_by, fresh.decided_at, fresh.reason = person, timezone.now(), reason.strip()[:300]
    fresh.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    details = {"reason": fresh.reason} if fresh.reason else None
    facts = {"share": fresh.pk, "is_approved": is_approved, "hash": fresh.text_hash}
    tell("share_decided", locked, by=person, **facts, details=details)
    return fresh


@transaction.atomic
def note_shared(share: Share, *, by: Actor, url: str) -> Share:
    """It is out, with the words that were signed, and stands here. Raises NotAllowed, Conflict, Invalid."""
    locked = Interaction.objects.locked(share.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    fresh = Share.objects.select_for_update(of=("self",)).select_related("consent").get(pk=share.pk)
    if fresh.state != Share.State.APPROVED or text_hash(fresh.text) != fresh.text_hash:
        raise Conflict(_("This may not go out: nobody signed it, or the consent was taken back."))
    _check_covered(locked, fresh.consent)
    checks.check_not_held(locked, person)
    if not url.startswith("https://"):
        raise Invalid(_("Write down where it stands: the address begins with https://."))
    fresh.state, fresh.shared_by, fresh.shared_at, fresh.url = Share.State.SHARED, person, timezone.now(), url[:500]
    fresh.save(update_fields=["state", "shared_by", "shared_at", "url"])
    tell("shared", locked, by=person, share=fresh.pk, channel=fresh.channel_id)
    return fresh


def _check_second(locked: Interaction, share: Share, person: User, *, is_approved: bool) -> None:
    if share.asked_by_id == person.pk:
        if is_approved:
            raise NotAllowed(_("You asked for it: somebody else signs it."))
        return
    checks.check_may(person, "approve", locked)


def _check_signable(locked: Interaction, share: Share, person: User, text_seen: str) -> None:
    if not share.text_hash == text_seen == text_hash(share.text):
        raise Conflict(_("What you read is not what stands here now. Read it again."))
    _check_covered(locked, share.consent)
    checks.check_not_held(locked, person)


def _check_covered(locked: Interaction, consent: Consent) -> None:
    """They agreed to show what they had written then, and nothing else (P1)."""
    if not consent.covers(locked):
        raise Conflict(
            _("They changed or deleted their message since. Take the consent back here, ask them again, then share.")
        )
