"""Red flags being escalated together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Alerts(models.QuerySet["Alert"]):
    def live(self) -> Alerts:
        """Nobody has them yet."""
        return self.filter(state=Alert.State.LIVE)

    def unresolved(self) -> Alerts:
        return self.exclude(state=Alert.State.RESOLVED)

    def locked(self, pk: int) -> Alert:
        """This alert, locked until the transaction ends: acknowledging and escalating take turns."""
        return self.select_for_update(of=("self",), no_key=True).select_related("brand", "team", "topic").get(pk=pk)


class Alert(models.Model):
    """One crisis. ``plan`` is the policy as it stood when the alert was raised; later edits do not touch it."""

    class State(models.TextChoices):
        LIVE = "live"
        ACKNOWLEDGED = "acknowledged"
        RESOLVED = "resolved"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")  # who answers for it
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)  # what belongs together: the brand's topic, or a batch of old messages
    is_late = models.BooleanField(default=False)  # for messages that were old when they came
    plan = models.JSONField()
    round = models.PositiveIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)  # the last one taken in this round; 0: none yet
    passed_by = models.JSONField(default=list)  # ids of those who said in this round that they cannot
    next_step_at = models.DateTimeField(null=True)
    next_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    raised_at = models.DateTimeField()
    exhausted_at = models.DateTimeField(null=True)  # when every step was taken and nobody had answered, the first time
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    objects = Alerts.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(state="resolved"), name="one_crisis_one_alert"),
            models.CheckConstraint(
                condition=Q(state__in=["live", "acknowledged", "resolved"]), name="alert_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(next_step_at__isnull=False), name="a_live_alert_has_a_next_step"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="somebody_acknowledged",
            ),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], name="alert_due", condition=Q(state="live")),
            models.Index(fields=["brand", "raised_at"], name="alert_unresolved", condition=~Q(state="resolved")),
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}: {self.topic}"

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def is_acknowledged(self) -> bool:
        return self.state == self.State.ACKNOWLEDGED


class AlertFlag(models.Model):
    """A red interaction that belongs to an alert."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="flags")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["alert", "interaction"], name="flag_once_in_an_alert")]

    def __str__(self) -> str:
        return f"#{self.interaction_id} in {self.alert_id}"
