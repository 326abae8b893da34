"""Who is away, and who is asked in their place."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absences(models.QuerySet["Absence"]):
    def at(self, moment: datetime) -> Absences:
        """In force then."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class Absence(models.Model):
    """While it lasts, what is asked of this person by name is asked of their deputy; without one, of everybody."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences", db_index=False
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # coming back early brings it forward
    created_at = models.DateTimeField()

    objects = Absences.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["user", "ends_at"], name="absences_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="an_absence_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("user")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} until {self.ends_at:%Y-%m-%d %H:%M}"
