"""Who must be read before they post, and what was decided on each draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class Probations(models.QuerySet["Probation"]):
    def live(self) -> Probations:
        """Not ended by a person. Past its date a probation goes on until somebody decides."""
        return self.filter(ended_at=None)


class Probation(models.Model):
    """While it lasts, another person reads everything this one writes for the team. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="probations")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="probations")
    reason = models.CharField(_("reason"), max_length=300)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    ends_at = models.DateTimeField(null=True)  # when somebody should decide whether it ends
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = Probations.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], name="one_live_probation_per_person_and_team", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("started_at")), name="probation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False) & ~Q(ended_by=F("user")),
                name="nobody_ends_their_own_probation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"

    @property
    def day(self) -> int:
        """The day it is in, counted from one."""
        return (timezone.now() - self.started_at).days + 1

    @property
    def days(self) -> int | None:
        """How many days were set until somebody decides; None when nobody set any."""
        return (self.ends_at - self.started_at).days if self.ends_at else None

    @property
    def is_due(self) -> bool:
        """Its date is past: somebody should decide."""
        return self.ends_at is not None and self.ends_at <= timezone.now()


class Verdict(models.TextChoices):
    APPROVE = "approve", _("Approved")
    EDIT = "edit", _("Edited")
    RETURN = "return", _("Returned")


class ReasonCode(models.TextChoices):
    """Why a draft goes back. Counted, they say what an author still has to learn."""

    APOLOGY = "apology", _("Passive apology")
    PROMISE = "promise", _("Promise not ours to keep")
    ELSEWHERE = "elsewhere", _("Sends people elsewhere")
    PERSONAL = "personal", _("Personal details in public")
    FACTS = "facts", _("Facts are wrong or missing")
    TONE = "tone", _("Tone")
    SPELLING = "spelling", _("Spelling or grammar")
    OTHER = "other", _("Something else")


@append_only()
class Review(models.Model):
    """One person's decision on one draft. ``edit`` says that they wrote the next version themselves."""

    draft = models.ForeignKey("interactions.Draft", on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=7, choices=Verdict)
    reason_code = models.CharField(max_length=10, choices=ReasonCode, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    edit_share = models.FloatField(null=True)  # of an edit: how much of the text changed, 0.0 to 1.0
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["author", "-id"], name="reviews_of_author")]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("author")), name="nobody_reviews_their_own_draft"),
            models.CheckConstraint(
                condition=~Q(verdict="return") | ~Q(reason_code="") & ~Q(note=""), name="returned_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(verdict="edit", edit_share__isnull=False) | ~Q(verdict="edit") & Q(edit_share=None),
                name="an_edit_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values) & Q(reason_code__in=["", *ReasonCode.values]),
                name="review_is_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.draft}"

    @property
    def edit_percent(self) -> int | None:
        return None if self.edit_share is None else round(self.edit_share * 100)
