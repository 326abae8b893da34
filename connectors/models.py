"""A connected account on a network, and what came through it that nobody could read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Brand, Team
from accounts.refusals import Invalid
from connectors.contract import Connector
from connectors.media import MediaLimits
from connectors.registry import connector_class

UNDO_AT_MOST = 600


class File(Protocol):
    """A file that is to go along with an answer."""

    name: str
    content_type: str
    size: int


class Channel(models.Model):
    """A connected account. Its team's rights are its rights; its slug is also the address of its webhook."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="channels")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="channels")
    slug = models.SlugField(unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=120)
    network = models.CharField(gettext_lazy("network"), max_length=40)
    handle = models.CharField(gettext_lazy("handle"), max_length=255, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    # Encrypted by connectors.secrets; no page, log, event or admin ever shows it.
    secrets = models.TextField(blank=True, default="", editable=False)
    is_active = models.BooleanField(default=True)
    is_public = models.BooleanField(default=True, help_text=gettext_lazy("Does a reply appear in public?"))
    is_protected = models.BooleanField(
        default=False, db_default=False, help_text=gettext_lazy("Is everything asked twice before it is posted?")
    )
    max_length = models.PositiveIntegerField(default=5_000)  # the longest reply, as the network counts
    undo_for = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(UNDO_AT_MOST)])  # seconds
    reply_window = models.PositiveIntegerField(null=True, blank=True)  # hours; null: for ever
    cursor = models.JSONField(default=dict, blank=True, editable=False)
    last_received_at = models.DateTimeField(null=True, editable=False)
    last_checked_at = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(max_length=500, blank=True, default="", editable=False)
    last_error_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def connector_class(self) -> type[Connector]:
        return connector_class(self.network)

    @property
    def network_label(self) -> str:
        return str(self.connector_class.label)

    @property
    def is_rehearsal(self) -> bool:
        """It is a drill's: whatever is posted here leads nowhere."""
        return self.connector_class.is_rehearsal

    @property
    def is_readonly(self) -> bool:
        """Nothing can be posted here; what it brings in is answered elsewhere."""
        return self.connector_class.reads_only(self.settings)

    @property
    def is_failing(self) -> bool:
        return bool(self.last_error)

    @property
    def media(self) -> MediaLimits:
        """The files that can go along with an answer here."""
        return self.connector_class.takes(self.settings)

    def check_takes(self, files: Sequence[File]) -> None:
        """Raise Invalid when the network would not take these files along with an answer."""
        limits = self.media
        if len(files) > limits.most:
            words = {"channel": self, "most": limits.most}
            raise Invalid(
                _("%(channel)s takes at most %(most)d files with an answer.") % words
                if limits.most
                else _("%(channel)s takes text only. Answer without the file.") % words
            )
        for file in files:
            if file.content_type not in limits.types:
                words = {"channel": self, "file": file.name, "kinds": limits.names}
                raise Invalid(_("%(channel)s takes %(kinds)s, and “%(file)s” is something else.") % words)
            if file.size > limits.largest:
                words = {"channel": self, "file": file.name, "most": limits.megabytes}
                raise Invalid(_("“%(file)s” is too large for %(channel)s, which takes %(most)s MB.") % words)

    def length(self, text: str) -> int:
        """How long the network thinks the text is."""
        return self.connector_class.length(text)

    def check_fits(self, text: str) -> None:
        """Raise Invalid when the network would not take this text."""
        if self.is_readonly:
            raise Invalid(_("%(channel)s can only be read. Answer this elsewhere and close it.") % {"channel": self})
        too_long = self.length(text) - self.max_length
        if too_long > 0:
            raise Invalid(
                _("The reply is %(over)d characters too long for %(channel)s, which takes %(most)d.")
                % {"over": too_long, "channel": self, "most": self.max_length}
            )

    def check_window(self, received_at: datetime, now: datetime) -> None:
        """Raise Invalid when the network no longer takes an answer to what came at that time."""
        if self.reply_window is not None and now - received_at > timedelta(hours=self.reply_window):
            raise Invalid(
                _("%(channel)s takes an answer for %(hours)d hours after the message. That time is over.")
                % {"channel": self, "hours": self.reply_window}
            )


class Rejected(models.Model):
    """What came and could not be read, kept for repair: nothing received is lost."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="rejected")
    received_at = models.DateTimeField()
    source = models.CharField(max_length=255)  # a file's name, a delivery's id, a mailbox
    position = models.PositiveBigIntegerField()  # a line, an index, a UID
    reason = models.CharField(max_length=500)
    raw = models.TextField(blank=True)
    digest = models.CharField(max_length=64, editable=False)  # the same line of the same file is kept once
    repaired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["channel", "digest"], name="rejected_once")]
        indexes = [
            models.Index(
                fields=["channel", "-received_at"], name="rejected_open", condition=models.Q(repaired_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.position}: {self.reason}"
