"""Who must be read before they post, and until when somebody decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.terms import TermColumns


class Outcome(models.TextChoices):
    """How a probation came to its end."""

    GRADUATED = "graduated", _("Graduated")
    ENDED = "ended", _("Ended by decision")
    RETURNED = "returned", _("Started again")  # after serious corrections, by the product


class Probations(models.QuerySet["Probation"]):
    def live(self) -> Probations:
        """Not ended by a person. Past its date a probation goes on until somebody decides."""
        return self.filter(ended_at=None)


class Probation(TermColumns):
    """While it lasts, another person reads everything this one writes for the team. Ended, never deleted.

    It keeps the terms it started under: a company that changes its rules moves nobody's goalposts.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="probations")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="probations")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="mentees")
    reason = models.CharField(_("reason"), max_length=300)
    rules_version = models.PositiveIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField()
    # Nobody: the product, after serious corrections in the probation it follows.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    ends_at = models.DateTimeField(null=True)  # when somebody should decide whether it ends
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)

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
                condition=Q(started_by__isnull=False, follows=None) | Q(started_by=None, follows__isnull=False),
                name="only_a_return_starts_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__gte=F("started_at"), ended_by__isnull=False, outcome__in=["graduated", "ended"])
                & ~Q(ended_by=F("user"))
                | Q(ended_at__gte=F("started_at"), ended_by=None, outcome="returned"),
                name="nobody_ends_their_own_probation",
            ),
            models.CheckConstraint(condition=Q(mentor=None) | ~Q(mentor=F("user")), name="nobody_mentors_themselves"),
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
