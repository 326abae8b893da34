"""The kill switch: while a block is in force, what it covers does not leave, whoever approved it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.guards import append_only


class PostingBlocks(models.QuerySet["PostingBlock"]):
    def in_force(self, now: datetime | None = None) -> PostingBlocks:
        return self.filter(lifted_at=None, expires_at__gt=now or timezone.now())

    def of_brands(self, brand_ids: Collection[int]) -> PostingBlocks:
        """Those that a brand's people are told of: its own, and those of the whole installation."""
        return self.filter(Q(scope=PostingBlock.Scope.ALL) | Q(brand__in=brand_ids))


@append_only(set_once=["lifted_by_id", "lifted_at"])
class PostingBlock(models.Model):
    """``scope`` says which of the columns below names what is stopped. The lists name what may leave all the same: the
    ids of channels, and of the people whose own texts may. Nothing of a block changes but that it is lifted, once."""

    class Scope(models.TextChoices):
        ALL = "all", gettext_lazy("Everything")
        BRAND = "brand", gettext_lazy("A brand")
        CHANNEL = "channel", gettext_lazy("A channel")
        TOPIC = "topic", gettext_lazy("A topic")
        PERSON = "person", gettext_lazy("A person")

    scope = models.CharField(max_length=7, choices=Scope)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    allowed_channels = models.JSONField(default=list)
    allowed_people = models.JSONField(default=list)
    lets_holding_out = models.BooleanField(default=False)  # holding messages that were signed
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    blocked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    objects = PostingBlocks.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="all", brand=None, channel=None, topic=None, person=None)
                | Q(scope="brand", brand__isnull=False, channel=None, topic=None, person=None)
                | Q(scope="channel", brand__isnull=False, channel__isnull=False, topic=None, person=None)
                | Q(scope="topic", brand__isnull=False, channel=None, topic__isnull=False, person=None)
                | Q(scope="person", brand__isnull=False, channel=None, topic=None, person__isnull=False),
                name="block_has_one_scope",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="block_has_a_reason"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("blocked_at")), name="block_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="somebody_lifts_a_block",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="block_in_force", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return str(self.channel or self.topic or self.person or self.brand or _("Everything"))

    @property
    def named(self) -> str:
        """What is stopped, in words."""
        if self.scope == self.Scope.ALL:
            return _("everything, of every brand")
        if self.scope == self.Scope.PERSON:
            return _("whatever %(who)s wrote or signed") % {"who": self.person}
        if self.scope == self.Scope.BRAND:
            return str(self.brand)
        return f"{self.get_scope_display()}, {self}"

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and self.expires_at > timezone.now()
