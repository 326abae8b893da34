"""Calendars going out to people's own, and calendars coming in as a layer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class CalendarFeed(models.Model):
    """An address that shows shifts to whoever holds it: one's own, or those of a schedule. Only a hash of its secret is
    kept; the address is shown once. Revoked, it is nobody's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    schedule = models.ForeignKey("oncall.Schedule", on_delete=models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.schedule or 'own shifts'}"


class OutsideCalendar(models.Model):
    """Where the turns of a layer are kept. ``address`` is sealed, as such addresses carry a secret; an uploaded file
    has none and is never fetched. What failed leaves the entries as they were and says why."""

    layer = models.OneToOneField("oncall.Layer", on_delete=models.CASCADE, related_name="calendar")
    address = models.TextField(blank=True)
    host = models.CharField(max_length=253, blank=True)
    fetched_at = models.DateTimeField(null=True)
    next_fetch_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    unknown = models.JSONField(default=list)  # titles of entries that name nobody of the brand, a few of them

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_fetch_at"], name="calendar_due", condition=Q(next_fetch_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.host or "file"


class CalendarEntry(models.Model):
    """A turn found in an outside calendar."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="entries", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["calendar", "starts_at"], name="entries_of_calendar")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_entry_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_at:%Y-%m-%d %H:%M}"
