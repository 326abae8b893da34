"""What was decided in the course of a probation. These rows are its history: written once, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.readiness import LEVELS
from audit.guards import append_only


@append_only()
class Proposal(models.Model):
    """That the figures say a person is ready for a level. Raised once; a supervisor decides."""

    probation = models.ForeignKey("approvals.Probation", on_delete=models.PROTECT, related_name="proposals")
    level = models.CharField(max_length=6)
    figures = models.JSONField()
    raised_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["probation", "level"], name="a_level_is_proposed_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="red_is_never_proposed"),
        ]

    def __str__(self) -> str:
        return f"{self.level} for {self.probation}"


@append_only()
class Graduation(models.Model):
    """From here on nobody reads this person's answers of one level because of their probation."""

    probation = models.ForeignKey("approvals.Probation", on_delete=models.PROTECT, related_name="graduations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    figures = models.JSONField()  # that it rested on
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["probation", "level"], name="a_level_is_graduated_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="red_always_asks_for_two"),
            models.CheckConstraint(condition=~Q(decided_by=F("user")), name="nobody_graduates_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.level}"


@append_only()
class Extension(models.Model):
    """A later day on which somebody decides, and why."""

    probation = models.ForeignKey("approvals.Probation", on_delete=models.PROTECT, related_name="extensions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    before = models.DateTimeField(null=True)
    until = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("user")), name="nobody_extends_their_own"),
            models.CheckConstraint(condition=~Q(reason="") & Q(until__gt=F("at")), name="extended_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.probation} until {self.until:%d %b %Y}"


@append_only()
class Cause(models.Model):
    """A review that sent a graduate back. One review does so once."""

    probation = models.ForeignKey("approvals.Probation", on_delete=models.PROTECT, related_name="causes")
    review = models.OneToOneField("approvals.Review", on_delete=models.PROTECT, related_name="cause")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review} for {self.probation}"
