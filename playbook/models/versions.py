"""Versions of the whole: topics, rules, thresholds, plans and the checklist, as one document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

if TYPE_CHECKING:
    from accounts.models import User

OPEN = ("draft", "asked")


class TaxonomyVersions(models.QuerySet["TaxonomyVersion"]):
    def open(self) -> TaxonomyVersions:
        """The draft that is being written or waits for a second person; at most one a brand."""
        return self.filter(state__in=OPEN)

    def in_force(self) -> TaxonomyVersions:
        """What judges; at most one a brand."""
        return self.filter(state="published")

    def that_were(self) -> TaxonomyVersions:
        """What judges or has judged."""
        return self.filter(state__in=["published", "superseded"])


class TaxonomyVersion(ConcurrentTransitionMixin, models.Model):
    """One version of a brand's taxonomy, with the names of who asked for it and who published it.

    ``playbook_version`` is the number that messages keep when they are judged: this version judged those from its own
    to the next one's. A version without any person was published by the product itself: what was loaded.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ASKED = "asked", _("Waits for a second admin")
        PUBLISHED = "published", _("In force")
        SUPERSEDED = "superseded", _("Was in force")
        WITHDRAWN = "withdrawn", _("Discarded")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    state = FSMField(default=State.DRAFT, choices=State.choices, protected=True, max_length=10)
    state_fields = (state,)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    restores = models.PositiveIntegerField(null=True)  # the number of the version that it was made from
    note = models.CharField(max_length=300, blank=True)  # why, in the asker's words
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField()
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(null=True)
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    playbook_version = models.PositiveIntegerField(null=True)

    objects = TaxonomyVersions.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            # A discarded draft gives its number back, so those that were in force have no gaps.
            models.UniqueConstraint(
                fields=["brand", "number"], name="taxonomy_number_once_per_brand", condition=~Q(state="withdrawn")
            ),
            models.UniqueConstraint(
                fields=["brand"], name="one_taxonomy_in_force_per_brand", condition=Q(state="published")
            ),
            models.UniqueConstraint(fields=["brand"], name="one_open_draft_per_brand", condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "asked", "published", "superseded", "withdrawn"]),
                name="taxonomy_state_is_known",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="taxonomy_numbers_start_at_one"),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(asker__isnull=False, asked_at__isnull=False),
                name="asked_says_who_asks",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "asked", "withdrawn"], published_at=None, playbook_version=None)
                | Q(
                    state__in=["published", "superseded"],
                    published_at__isnull=False,
                    playbook_version__isnull=False,
                ),
                name="published_says_when",
            ),
            # By the product (nobody's hand in it), or by two persons. The first of a brand replaces nothing.
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(publisher=None, asker=None, author=None, saved_by=None)
                | Q(publisher__isnull=False, asker__isnull=False, number=1)
                | Q(publisher__isnull=False, asker__isnull=False) & ~Q(publisher=F("asker")),
                name="nobody_publishes_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("playbook:version", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """It may still be changed, published or discarded."""
        return self.state in OPEN

    @transition(field=state, source=State.DRAFT, target=State.ASKED)
    def move_to_asked(self, by: User, note: str, at: datetime) -> None:
        self.asker, self.note, self.asked_at = by, note, at

    @transition(field=state, source=State.ASKED, target=State.DRAFT)
    def move_back(self) -> None:
        self.asker = self.asked_at = None

    @transition(field=state, source=State.ASKED, target=State.PUBLISHED)
    def move_to_published(self, by: User, playbook_version: int, at: datetime) -> None:
        self.publisher, self.playbook_version, self.published_at = by, playbook_version, at

    @transition(field=state, source=State.PUBLISHED, target=State.SUPERSEDED)
    def move_to_superseded(self) -> None:
        """Another one is in force."""

    @transition(field=state, source=[State.DRAFT, State.ASKED], target=State.WITHDRAWN)
    def move_to_withdrawn(self) -> None:
        """Nobody wants it."""
