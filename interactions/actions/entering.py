"""Entering by hand what came by no network: press, a call, a tip. From there on it is a message like any other."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import Team, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from connectors import actions as connectors
from connectors import bounds, media
from connectors.contract import Author, Incoming
from connectors.hand.connector import Hand
from connectors.models import Channel
from interactions import checks, files
from interactions.actions.attaching import cleaned
from interactions.actions.lines import tell
from interactions.actions.noting import note
from interactions.actions.receive import Outcome, receive
from interactions.models import Evidence, Interaction
from interactions.models.attachments import LONGEST_ALT


@dataclass(frozen=True)
class Heard:
    """What somebody types in. ``key`` names the form: sent twice, it is one message. ``seen_by``: who saw or heard it;
    ``alt`` says what the picture shows."""

    key: str
    kind: str
    text: str
    author: str = ""
    link: str = ""
    seen_by: str = ""
    said_at: datetime | None = None
    is_public: bool = True
    picture: bytes = b""
    alt: str = ""


@transaction.atomic
def enter(heard: Heard, *, by: User, team: Team) -> Interaction:
    """Receive it for this team: it is triaged, flagged and paged as what a network brings. Raises NotAllowed,
    Invalid."""
    checks.check_is_person(by)
    check_can(by, "note", team)
    if not heard.text.strip():
        raise Invalid(_("Write down what was said, as far as you know it."))
    if heard.picture and not heard.alt.strip():
        raise Invalid(_("Say in a few words what the picture shows: some read it instead of seeing it."))
    channel = _channel_of(team)
    message = _message(heard)
    received = receive(channel, [message])
    row = Interaction.objects.get(channel=channel, remote_id=message.remote_id)
    if received.outcomes != [Outcome.NEW]:
        return row
    if heard.seen_by.strip():
        note(row, by=by, text=_("Seen or heard by %(who)s") % {"who": heard.seen_by.strip()})
    if heard.picture:
        _keep_picture(row, heard, by=by)
    tell("entered", row, by=by, kind=heard.kind)
    return row


def _channel_of(team: Team) -> Channel:
    """Made with the first thing that a team enters."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    standing = Channel.objects.filter(team=team, network=Hand.network).first()
    if standing is not None:
        return standing
    slug = f"by-hand-{team.pk}"
    return connectors.connect(by=SYSTEM, team=team, slug=slug, name=_("Entered by hand"), network=Hand.network)


def _message(heard: Heard) -> Incoming:
    name = " ".join(heard.author.split())
    try:
        return Incoming(
            remote_id=f"hand-{heard.key}",
            text=heard.text,
            author=Author(remote_id=name.lower() or f"unknown-{heard.key}", name=name or _("Unknown")),
            occurred_at=heard.said_at or timezone.now(),
            kind=heard.kind,
            is_public=heard.is_public,
            permalink=heard.link,
        )
    except bounds.Unreadable as error:
        raise Invalid(_("This cannot be kept: %(why)s.") % {"why": error}) from error


def _keep_picture(row: Interaction, heard: Heard, *, by: User) -> None:
    content = cleaned(heard.picture)
    kind = media.type_of(content)
    if kind not in media.PICTURES:
        raise Invalid(_("This is no picture we know: JPEG, PNG, GIF or WebP."))
    digest = files.keep(content)
    Evidence.objects.create(
        interaction=row,
        content_type=kind,
        size=len(content),
        digest=digest,
        alt=" ".join(heard.alt.split())[:LONGEST_ALT],
        added_by=by,
        added_at=timezone.now(),
    )
