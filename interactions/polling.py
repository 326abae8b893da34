"""Reading the channels that do not knock: each is fetched in its turn, and its cursor moves with its messages."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusals import Refusal
from connectors.actions import note_error, note_success
from connectors.contract import Fetched, FetchError
from connectors.models import Channel
from connectors.registry import CONNECTORS, connector_for
from interactions.intake import take

log = logging.getLogger(__name__)
SWEEP_AT_MOST = 45.0  # seconds; who is left is the first to be read in the next sweep


def sweep() -> int:
    """Read the channels whose time has come, the longest unread first. One that fails, or is slow, stops no other."""
    deadline = time.monotonic() + SWEEP_AT_MOST
    polled = [connector.network for connector in CONNECTORS if connector.is_polled]
    due = Channel.objects.filter(_is_due(), is_active=True, network__in=polled)
    read = 0
    for channel in due.order_by(F("last_checked_at").asc(nulls_first=True), "pk"):
        if time.monotonic() < deadline and _claim(channel):
            _poll(channel, deadline)
            read += 1
    return read


def _is_due() -> Q:
    return Q(last_checked_at=None) | Q(last_checked_at__lte=timezone.now() - timedelta(seconds=settings.POLL_EVERY))


def _claim(channel: Channel) -> bool:
    """Take the turn: of two pollers at once, the second finds the channel checked a moment ago."""
    mine = Channel.objects.filter(_is_due(), pk=channel.pk, is_active=True)
    return bool(mine.update(last_checked_at=timezone.now()))


def _poll(channel: Channel, deadline: float) -> None:
    try:
        connector = connector_for(channel)
        cursor, has_more = channel.cursor, True
        while has_more and time.monotonic() < deadline:
            fetched = connector.fetch(cursor)
            _store(channel, fetched, read_from=cursor)
            cursor, has_more = fetched.cursor, fetched.has_more
    except (FetchError, Refusal) as error:
        note_error(channel=channel, error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other channels are read
        # The message may hold a customer's words or an address with a password: only its kind is told.
        log.error("Reading channel %s ended in %s", channel.slug, type(error).__name__)  # noqa: TRY400
        note_error(channel=channel, error=_("Reading it failed in a way nobody foresaw: %s.") % type(error).__name__)


@transaction.atomic
def _store(channel: Channel, fetched: Fetched, *, read_from: dict[str, object]) -> None:
    """The messages and the place where the next look begins, together. A poller that was overtaken stores its
    messages, which are known by then, and leaves the place alone."""
    locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    parsed = fetched.parsed
    if parsed.messages or parsed.rejected:
        take(locked, parsed, source=f"mailbox {channel.slug}")
    cursor = fetched.cursor if locked.cursor == read_from else None
    note_success(channel=locked, has_received=bool(parsed.messages), cursor=cursor)
