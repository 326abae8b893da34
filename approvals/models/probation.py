"""Who must be read before they post, and until when somebody decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
