"""What changes channels. Everything an admin did is an event; a success is one only after a failure."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from audit.record import record
from connectors import contract
from connectors.models import UNDO_AT_MOST, Channel, Rejected
from connectors.registry import connector_class, is_known
from connectors.secrets import seal, unseal

NOTED_EVERY = timedelta(seconds=5)  # a busy channel's row is not rewritten for every message
_CHANGEABLE = frozenset(
    {
        "name",
        "handle",
        "settings",
        "is_public",
        "is_protected",
        "max_length",
        "undo_for",
        "reply_window",
        "team",
    }
)


@transaction.atomic
def connect(
    *,
    by: Actor,
    team: Team,
    slug: str,
    name: str,
    network: str,
    handle: str = "",
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    **facts: Any,
) -> Channel:
    """Connect an account. Raises NotAllowed, Conflict for a slug in use, Invalid for settings that cannot work."""
    _check_may(by, team)
    if not is_known(network):
        raise Invalid(_("We know no network “%(network)s”.") % {"network": network})
    if Channel.objects.filter(slug=slug).exists():
        raise Conflict(_("Another channel has the address “%(slug)s” already.") % {"slug": slug})
    connector = connector_class(network)
    connector.check_settings(settings or {}, secrets or {})
    channel = Channel(
        brand=team.brand,
        team=team,
        slug=slug,
        name=name,
        network=network,
        handle=handle,
        settings=dict(settings or {}),
        secrets=seal(secrets or {}),
        **({"is_public": connector.is_public, "max_length": connector.max_length} | facts),
    )
    _check(channel)
    channel.save(force_insert=True)
    _record("connectors.channel_connected", by, channel, details={"name": name, "handle": handle})
    return channel


@transaction.atomic
def change(*, by: Actor, channel: Channel, secrets: Mapping[str, str] | None = None, **changes: Any) -> Channel:
    """Change what is named; secrets given replace those of the same name, the others stay."""
    locked = _locked(by, channel)
    if unknown := changes.keys() - _CHANGEABLE:
        raise Invalid(_("A channel's %(names)s cannot be changed.") % {"names": ", ".join(sorted(unknown))})
    before = {name: _told(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    kept = unseal(locked.secrets) | dict(secrets or {})
    locked.connector_class.check_settings(locked.settings, kept)
    locked.secrets = seal(kept)
    _check(locked)
    _check_may(by, locked.team)
    locked.save()
    after = {name: _told(getattr(locked, name)) for name in changes}
    facts = {"changed": sorted(changes), "secrets": sorted(secrets or {})}
    _record("connectors.channel_changed", by, locked, facts=facts, details={"before": before, "after": after})
    return locked


@transaction.atomic
def pause(*, by: Actor, channel: Channel) -> None:
    """Stop reading and posting; doing it twice changes nothing."""
    _switch(by, channel, is_active=False, name="connectors.channel_paused")


@transaction.atomic
def resume(*, by: Actor, channel: Channel) -> None:
    """Read and post again; what waited on the network is read now."""
    _switch(by, channel, is_active=True, name="connectors.channel_resumed")


@transaction.atomic
def note_success(*, channel: Channel, has_received: bool, cursor: Mapping[str, Any] | None = None) -> None:
    """The channel answered. Call it once a batch, in the transaction that stores the batch when there is a cursor."""
    now = timezone.now()
    news: dict[str, Any] = {"last_checked_at": now, "last_error": "", "last_error_at": None}
    stale = Q(last_checked_at=None) | Q(last_checked_at__lt=now - NOTED_EVERY) | ~Q(last_error="")
    if has_received:
        news["last_received_at"] = now
        stale |= Q(last_received_at=None) | Q(last_received_at__lt=now - NOTED_EVERY)
    if cursor is not None:
        news["cursor"] = dict(cursor)
        stale |= ~Q(cursor=news["cursor"])
    was_failing = Channel.objects.filter(pk=channel.pk).exclude(last_error="").exists()
    if Channel.objects.filter(stale, pk=channel.pk).update(**news) and was_failing:
        _record("connectors.channel_recovered", SYSTEM, channel)


@transaction.atomic
def note_error(*, channel: Channel, error: str) -> None:
    """The channel did not answer. The first of a row of failures is an event, the others keep its time."""
    said = error[:500] or _("It did not say why.")
    if Channel.objects.filter(pk=channel.pk, last_error="").update(last_error=said, last_error_at=timezone.now()):
        _record("connectors.channel_failed", SYSTEM, channel, details={"error": said})
    else:
        Channel.objects.filter(pk=channel.pk).exclude(last_error=said).update(last_error=said)


@transaction.atomic
def keep_rejected(
    *, by: Actor, channel: Channel, source: str, items: Iterable[contract.Rejected], received_at: datetime | None = None
) -> int:
    """Keep what could not be read, for repair; what is kept already stays one row. The number of new ones."""
    at = received_at or timezone.now()
    rows = {row.digest: row for row in (_rejected(channel, source, item, at) for item in items)}
    known = Rejected.objects.filter(channel=channel, digest__in=rows).values_list("digest", flat=True)
    for digest in known:
        rows.pop(digest)
    if rows:
        Rejected.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
        _record("connectors.rejects_kept", by, channel, facts={"count": len(rows)}, details={"source": source[:255]})
    return len(rows)


@transaction.atomic
def repair(*, by: Actor, rejected: Rejected) -> None:
    """Someone has sent the repaired message in, or seen that there is nothing to repair."""
    _check_may(by, rejected.channel.team)
    if Rejected.objects.filter(pk=rejected.pk, repaired_at=None).update(repaired_at=timezone.now()):
        _record("connectors.reject_repaired", by, rejected.channel, facts={"rejected": rejected.pk})


@transaction.atomic
def reseal(*, by: Actor) -> int:
    """Close every channel's secrets with the newest key, so that an old one can go. The number of channels."""
    channels = list(Channel.objects.select_for_update().exclude(secrets="").select_related("brand"))
    for channel in channels:
        channel.secrets = seal(unseal(channel.secrets))
        channel.save(update_fields=["secrets"])
        _record("connectors.channel_resealed", by, channel)
    return len(channels)


def _check_may(by: Actor, team: Team) -> None:
    if isinstance(by, User):
        check_can(by, "manage_channels", team.brand)


def _check(channel: Channel) -> None:
    if channel.team.brand_id != channel.brand_id:
        raise Invalid(_("A channel stays with its brand; its team must be one of that brand."))
    if not 0 <= channel.undo_for <= UNDO_AT_MOST:
        raise Invalid(_("The time to undo is at most %(most)d seconds.") % {"most": UNDO_AT_MOST})


def _locked(by: Actor, channel: Channel) -> Channel:
    locked = Channel.objects.select_for_update(of=("self",)).select_related("team__brand").get(pk=channel.pk)
    _check_may(by, locked.team)
    return locked


def _switch(by: Actor, channel: Channel, *, is_active: bool, name: str) -> None:
    locked = _locked(by, channel)
    if locked.is_active != is_active:
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        _record(name, by, locked)


def _rejected(channel: Channel, source: str, item: contract.Rejected, at: datetime) -> Rejected:
    known_by = f"{source}\n{item.position}\n{item.raw}".encode("utf-8", "surrogatepass")
    return Rejected(
        channel=channel,
        received_at=at,
        source=source[:255],
        position=item.position,
        reason=item.reason[:500],
        raw=item.raw,
        digest=hashlib.sha256(known_by).hexdigest(),
    )


def _told(value: Any) -> Any:
    """A value as an event's details hold it."""
    return value if isinstance(value, str | int | bool | dict | None) else str(value)


def _record(
    name: str,
    by: Actor,
    channel: Channel,
    *,
    facts: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    told = {"network": channel.network, **(facts or {})}
    record(name, by=by, subject=channel, brand=channel.brand_id, facts=told, details=dict(details or {}))
