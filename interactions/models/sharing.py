"""Showing what somebody said in public once more: only with their consent, and only signed by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only

if TYPE_CHECKING:
    from interactions.models.interaction import Interaction


@append_only(set_once=("withdrawn_by_id", "withdrawn_at"))
class Consent(models.Model):
    """An author lets us show one message of theirs: how they said so, and until they take it back."""

    class Way(models.TextChoices):
        THREAD = "thread", _("In the thread, for all to read")
        PRIVATE = "private", _("In a private message")
        WRITTEN = "written", _("In writing, elsewhere")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="consents")
    contact = models.ForeignKey("interactions.Contact", on_delete=models.PROTECT, related_name="consents")
    way = models.CharField(max_length=8, choices=Way)
    words = models.CharField(max_length=500)  # theirs, or where they stand
    shows_name = models.BooleanField(default=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"], name="one_consent_at_a_time", condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(words=""), name="consent_is_in_words"),
            models.CheckConstraint(condition=Q(way__in=["thread", "private", "written"]), name="consent_way_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="consent_is_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.interaction_id}"

    def covers(self, message: Interaction) -> bool:
        """It stands, and the message is still the one that its author agreed to show."""
        is_edited = message.edited_at is not None and message.edited_at > self.given_at
        return self.withdrawn_at is None and message.deleted_at is None and not is_edited


class Share(models.Model):
    """A message shown once more on a channel of ours, with words of ours, exactly as a second person signed them.

    No network is written to: whoever shares does it there and writes down where it stands.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        APPROVED = "approved", _("Signed: it may go out")
        DECLINED = "declined", _("Declined")
        SHARED = "shared", _("Shared")
        ENDED = "ended", _("Ended: the consent was taken back")

    STANDING = (State.WAITING, State.APPROVED, State.SHARED)

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="showings")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="shares")
    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=2000)
    text_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was declined or taken back
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    shared_at = models.DateTimeField(null=True)
    url = models.URLField(max_length=500, blank=True)  # where it stands

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "channel"],
                name="shared_once_on_a_channel",
                condition=Q(state__in=["waiting", "approved", "shared"]),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "declined", "shared", "ended"]),
                name="share_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "shared"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="shared_with_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="shared") | (Q(shared_at__isnull=False) & ~Q(url="")), name="shared_stands_somewhere"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="share_has_words"),
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="shares_of_team"),
            models.Index(fields=["team"], name="shares_that_wait", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"#{self.interaction_id}, {self.channel}"

    @property
    def is_pending(self) -> bool:
        """It may still go out."""
        return self.state in {self.State.WAITING, self.State.APPROVED}

    @property
    def is_covered(self) -> bool:
        """Its author lets us show their message as it stands now."""
        return self.consent.covers(self.interaction)
