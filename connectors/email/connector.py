"""A mailbox as a channel: IMAP in, SMTP out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings as site
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Invalid
from connectors.accounts import Setting
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Connector,
    Fetched,
    FetchError,
    Found,
    Guarantee,
    Incoming,
    Outgoing,
    Parsed,
    Receipt,
    RefusedForGood,
    Rejected,
)
from connectors.email.mail import Fetch, read_mail
from connectors.email.mailbox import Door, Mailbox, opened
from connectors.email.outgoing import is_address, message_id, written
from connectors.email.submission import submit
from connectors.media import PDF, PICTURES, MediaLimits

MAILS_A_POLL = 50
_SECURITY = ("tls", "starttls", "none")


class Email(Connector):
    """Guarantee C: the Message-ID is ours, and a copy of each reply comes back into a mailbox we can search.

    The copy is a second recipient of the same transaction. Where the server keeps what it sends by itself, switch
    ``copies_itself`` on and name that folder as ``lookup_mailbox``.
    """

    network = "email"
    label = gettext_lazy("E-mail")
    guarantee = Guarantee.C
    is_polled = True
    is_public = False
    max_length = 50_000
    media = MediaLimits(most=5, types=PICTURES | {PDF})
    settle_for = 60
    settings = (
        Setting("imap_host", gettext_lazy("IMAP server"), is_required=True),
        Setting("imap_port", gettext_lazy("IMAP port"), default=993),
        Setting("imap_security", gettext_lazy("IMAP security"), default="tls", hint="tls, starttls, none"),
        Setting("imap_user", gettext_lazy("IMAP user"), is_required=True),
        Setting("imap_password", gettext_lazy("IMAP password"), is_secret=True, is_required=True),
        Setting("mailbox", gettext_lazy("Folder to read"), default="INBOX"),
        Setting("smtp_host", gettext_lazy("SMTP server"), hint=gettext_lazy("Empty: the channel is only read.")),
        Setting("smtp_port", gettext_lazy("SMTP port"), default=587),
        Setting("smtp_security", gettext_lazy("SMTP security"), default="starttls", hint="tls, starttls, none"),
        Setting("smtp_user", gettext_lazy("SMTP user")),
        Setting("smtp_password", gettext_lazy("SMTP password"), is_secret=True),
        Setting("lookup_mailbox", gettext_lazy("Folder where our replies are found"), default="INBOX"),
        Setting("copies_itself", gettext_lazy("The server keeps a copy of what it sends"), default=False),
    )

    @classmethod
    def reads_only(cls, settings: Mapping[str, Any]) -> bool:
        return not settings.get("smtp_host")

    @classmethod
    def check_settings(cls, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        super().check_settings(settings, secrets)
        for way in ("imap", "smtp"):
            security = settings.get(f"{way}_security") or "tls"
            if security not in _SECURITY:
                raise Invalid(_("Security is tls, starttls or none."))
            host = settings.get(f"{way}_host")
            if security == "none" and host and host not in site.OUTGOING_ALLOWED_HOSTS:
                raise Invalid(_("A password never travels to %(host)s unencrypted.") % {"host": host})
            port = settings.get(f"{way}_port") or 1
            if not str(port).isdigit() or not 0 < int(port) < 65_536:
                raise Invalid(_("A port is a number up to 65535."))

    def parse(self, body: bytes, *, received_at: datetime) -> Parsed:
        """One mail, as a file or a pipe brings it."""
        item = read_mail(Fetch(0, body), own_address=self.account.handle, received_at=received_at)
        return Parsed.sorted_out([item] if item else [])

    def fetch(self, cursor: Mapping[str, Any]) -> Fetched:
        """At most fifty mails. A mailbox that was made anew (UIDVALIDITY) is read from its start: ids tell doubles."""
        with opened(self._imap_door(), str(self.setting("mailbox"))) as mailbox:
            is_same = cursor.get("uid_validity") == mailbox.uid_validity
            uids, done, has_more = mailbox.uids_after(int(cursor.get("uid", 0)) if is_same else 0, MAILS_A_POLL)
            parsed = Parsed.sorted_out(
                item for uid in uids if (item := self._read(mailbox, uid, datetime.now(UTC))) is not None
            )
        return Fetched(parsed, {"uid_validity": mailbox.uid_validity, "uid": done}, has_more)

    def _read(self, mailbox: Mailbox, uid: int, now: datetime) -> Incoming | Rejected | None:
        fetched = mailbox.fetch(uid)
        return read_mail(fetched, own_address=self.account.handle, received_at=now) if fetched else None

    def publish(self, outgoing: Outgoing) -> Receipt:
        if not self.setting("smtp_host"):
            raise RefusedForGood(_("This mailbox has no server to send with."))
        own = self.account.handle
        if not is_address(outgoing.to) or not is_address(own):
            raise RefusedForGood(_("A mail needs an address to go to and one to come from."))
        mail = written(outgoing, own_address=own, own_name=self.account.name)
        copy_to = "" if self.setting("copies_itself") else own
        submit(mail, door=self._smtp_door(), sender=own, to=outgoing.to, copy_to=copy_to)
        return Receipt(message_id(outgoing.key, own))

    def find(self, outgoing: Outgoing) -> Found:
        own_id = message_id(outgoing.key, self.account.handle)
        try:
            with opened(self._imap_door(), str(self.setting("lookup_mailbox"))) as mailbox:
                return Found.there(own_id) if mailbox.holds(own_id) else NOT_THERE
        except FetchError:
            return CANNOT_TELL

    def _imap_door(self) -> Door:
        return self._door("imap", str(self.setting("imap_user")), str(self.setting("imap_password")))

    def _smtp_door(self) -> Door:
        return self._door("smtp", str(self.setting("smtp_user")), str(self.setting("smtp_password")))

    def _door(self, way: str, user: str, password: str) -> Door:
        return Door(
            host=str(self.setting(f"{way}_host")),
            port=int(self.setting(f"{way}_port")),
            security=str(self.setting(f"{way}_security")),
            user=user,
            password=password,
        )
