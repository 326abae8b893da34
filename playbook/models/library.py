"""The words we may use: response templates and holding messages.

The row holds the words in use. A proposal stands beside it as a ``Wording`` until it is approved, so a change that
waits takes nothing out of use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team, User
from playbook.life import Life, life_of
from playbook.models.topics import Area, Retirable, Topic
from playbook.models.wordings import Wording


class Offer(models.TextChoices):
    """What an answer gives beyond words. Choosing the template chooses it, and the draft keeps which one was used."""

    APOLOGY = "apology", _("An apology")
    REFUND = "refund", _("A refund")
    GESTURE = "gesture", _("A gesture of goodwill")


class Library(Retirable):
    """Queries that both kinds of words answer. ``APPROVED`` says when a row's own words carry their names."""

    APPROVED: ClassVar[Q]

    def usable(self) -> Self:
        """Approved, not retired, not past the day on which they expire."""
        return self.filter(self.APPROVED, _not_expired(timezone.localdate()), is_retired=False)

    def waiting(self) -> Self:
        """Those with a proposal that somebody has to decide on."""
        return self.filter(proposal__isnull=False, is_retired=False)

    def in_life(self, life: str) -> Self:
        """Those that stand here in their life today."""
        return self.filter(self.life_condition(Life(life), timezone.localdate()))

    def life_condition(self, life: Life, today: date) -> Q:
        """The same rule as ``life_of``, for the database."""
        kept, is_due = _not_expired(today), Q(review_by__isnull=False, review_by__lte=today)
        found = {
            Life.RETIRED: Q(),
            Life.PROPOSED: ~self.APPROVED & Q(proposal__isnull=False),
            Life.TURNED_DOWN: ~self.APPROVED & Q(proposal=None),
            Life.EXPIRED: self.APPROVED & Q(expires_on__isnull=False, expires_on__lte=today),
            Life.DUE: self.APPROVED & kept & is_due,
            Life.IN_USE: self.APPROVED & kept & ~is_due,
        }[life]
        return found & Q(is_retired=life == Life.RETIRED)

    def counted(self) -> dict[str, int]:
        """How many stand where, how many wait for a decision, and how many there are but for the retired. One query."""
        today = timezone.localdate()
        numbers = {life.name: Count("pk", filter=self.life_condition(life, today)) for life in Life}
        numbers["WAITING"] = Count("pk", filter=Q(proposal__isnull=False, is_retired=False))
        numbers["ALL"] = Count("pk", filter=Q(is_retired=False))
        return self.order_by().aggregate(**numbers)


class ResponseTemplates(Library):
    APPROVED = Q(approved_by__isnull=False)


class HoldingMessages(Library):
    APPROVED = Q(first_approver__isnull=False, second_approver__isnull=False)


class Fitting(models.Model):
    """Words for certain topics, or for a whole area, in one language; on all networks and for all teams, or some.

    ``text``, ``version`` and ``written_by`` are of the words in use: empty, 0 and nobody before the first approval.
    """

    NAMES: ClassVar[tuple[str, ...]]  # the fields that hold the names a version needs

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField(_("name"), max_length=120)
    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss", verbose_name=_("fits topics"))
    area = models.CharField(_("or fits the whole area"), max_length=8, choices=Area.choices, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    networks = models.JSONField(_("only on these networks"), default=list, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("only for these teams"))
    offers = models.JSONField(_("what it offers"), default=list, blank=True)
    text = models.TextField(_("text"), max_length=5000)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    proposal = models.OneToOneField(Wording, on_delete=models.PROTECT, null=True, related_name="+")
    review_by = models.DateField(_("look at it again by"), null=True, blank=True)
    expires_on = models.DateField(_("may not be used from"), null=True, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["name", "language"]

    def __str__(self) -> str:
        return self.name

    @property
    def signatures_needed(self) -> int:
        return len(self.NAMES)

    @property
    def approvers(self) -> list[User]:
        """Whose names the words in use carry."""
        return [person for name in self.NAMES if (person := getattr(self, name))]

    @property
    def is_approved(self) -> bool:
        return all(getattr(self, f"{name}_id") is not None for name in self.NAMES)

    @property
    def life(self) -> Life:
        """Where it stands today."""
        return life_of(
            is_retired=self.is_retired,
            is_approved=self.is_approved,
            has_proposal=self.proposal_id is not None,
            review_by=self.review_by,
            expires_on=self.expires_on,
            today=timezone.localdate(),
        )

    @property
    def shown_text(self) -> str:
        """The words in use, or the proposed ones while there are none."""
        return self.text or (self.proposal.text if self.proposal else "")

    def take(self, wording: Wording, approvers: Sequence[User], at: datetime) -> None:
        """Put the words of a proposal into use, with the names under them."""
        self.text, self.version, self.written_by = wording.text, wording.number, wording.author
        self.approved_at, self.proposal = at, None
        for name, person in zip(self.NAMES, approvers, strict=True):
            setattr(self, name, person)


class ResponseTemplate(Fitting):
    """A start for an answer, never a script. Someone other than its writer approves each version."""

    NAMES = ("approved_by",)

    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ResponseTemplates.as_manager()

    class Meta(Fitting.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="template_name_once_per_language"),
            models.CheckConstraint(
                condition=Q(written_by=None) | Q(approved_by=None) | ~Q(written_by=F("approved_by")),
                name="template_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(version__gt=0) & ~Q(text=""), name="approved_template_has_words"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("playbook:template", args=[self.pk])


class HoldingMessage(Fitting):
    """The only words that may go out while an interaction is held. Two people approve each version.

    Neither of the two wrote it: it is posted in the worst hour, filled in and unread, so two must have read it cold.
    """

    NAMES = ("first_approver", "second_approver")

    first_approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HoldingMessages.as_manager()

    class Meta(Fitting.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="holding_name_once_per_language"),
            models.CheckConstraint(
                condition=Q(second_approver=None)
                | (Q(first_approver__isnull=False) & ~Q(first_approver=F("second_approver"))),
                name="holding_approved_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(written_by=None)
                | Q(second_approver=None)
                | ~Q(written_by=F("first_approver")) & ~Q(written_by=F("second_approver")),
                name="holding_approved_by_others",
            ),
            models.CheckConstraint(
                condition=Q(second_approver=None) | Q(version__gt=0) & ~Q(text=""), name="approved_holding_has_words"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("playbook:holding_message", args=[self.pk])


Words = ResponseTemplate | HoldingMessage


def _not_expired(today: date) -> Any:
    return Q(expires_on=None) | Q(expires_on__gt=today)
