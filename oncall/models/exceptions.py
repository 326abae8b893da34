"""What differs from the layers for a time: overrides, and shifts that somebody asks to be covered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Overrides(models.QuerySet["Override"]):
    def standing(self) -> Overrides:
        """Not taken back."""
        return self.filter(cancelled_at=None)


class Override(models.Model):
    """Wins over every layer, a later one over an earlier one. Never changed: taken back, and another one made."""

    class Kind(models.TextChoices):
        REPLACE = "replace", _("is on call, whoever’s turn it is")
        ADD = "add", _("is on call as well")
        REMOVE = "remove", _("is not on call")

    schedule = models.ForeignKey("oncall.Schedule", on_delete=models.CASCADE, related_name="overrides", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.REPLACE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_at = models.DateTimeField(null=True)

    objects = Overrides.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["schedule", "ends_at"], name="overrides_of_schedule")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_override_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kind__in=["add", "remove", "replace"]), name="override_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person}, {self.starts_at:%Y-%m-%d %H:%M}"


class CoverRequest(models.Model):
    """Somebody asks to be covered for a time, by one colleague or by anybody of the schedule. With ``gives_from`` it is
    a swap: the asker takes that shift of the colleague instead. Until it is taken nothing changes."""

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    schedule = models.ForeignKey(
        "oncall.Schedule", on_delete=models.CASCADE, related_name="cover_requests", db_index=False
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    gives_from = models.DateTimeField(null=True)
    gives_until = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["schedule", "ends_at"], name="open_covers", condition=Q(state="open"))]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_cover_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "declined", "withdrawn"]), name="cover_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(gives_from=None, gives_until=None)
                | Q(asked__isnull=False, gives_until__gt=F("gives_from")),
                name="a_swap_is_between_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_swap(self) -> bool:
        return self.gives_from is not None
