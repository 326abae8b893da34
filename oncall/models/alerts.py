"""Red flags being escalated together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from oncall.policy import Urgency

ASKED = "ask:"  # how the key of an alert begins that nothing raised but a colleague's question


class Alerts(models.QuerySet["Alert"]):
    def of_red(self) -> Alerts:
        """Red flags and broken promises; not what a colleague asks."""
        return self.exclude(key__startswith=ASKED)

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
    # None: a colleague asks where something goes that has no topic yet.
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=120)  # what belongs together: see oncall/grouping.py
    is_late = models.BooleanField(default=False)  # for messages that were old when they came
    is_drill = models.BooleanField(default=False, db_default=False)  # for what was made up
    plan = models.JSONField()
    round = models.PositiveIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)  # the last one taken in this round; 0: none yet
    passed_by = models.JSONField(default=list)  # ids of those who said in this round that they cannot
    next_step_at = models.DateTimeField(null=True)
    next_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    urgency = models.PositiveSmallIntegerField(default=Urgency.AT_ONCE, db_default=Urgency.AT_ONCE.value)
    flag_count = models.PositiveIntegerField(default=0, db_default=0)
    # How often it was paged again beside its steps: it grew, became more urgent, or came back.
    swells = models.PositiveIntegerField(default=0, db_default=0)
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
                condition=Q(topic__isnull=False) | Q(key__startswith=ASKED), name="a_red_flag_has_its_topic"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="somebody_acknowledged",
            ),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], name="alert_due", condition=Q(state="live")),
            models.Index(fields=["brand", "raised_at"], name="alert_unresolved", condition=~Q(state="resolved")),
            models.Index(fields=["key", "-resolved_at"], name="alert_of_key", condition=Q(state="resolved")),
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}: {self.about}"

    @property
    def is_question(self) -> bool:
        return self.key.startswith(ASKED)

    @property
    def about(self) -> str:
        """What it is about, in a few words that hold nothing of the message."""
        return _("“Where does this go?”") if self.is_question else str(self.topic)

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def is_acknowledged(self) -> bool:
        return self.state == self.State.ACKNOWLEDGED


class AlertFlags(models.QuerySet["AlertFlag"]):
    def taken(self) -> AlertFlags:
        """Of red alerts that somebody has, where no other alert asks anybody about the same message."""
        asked = AlertFlag.objects.filter(interaction=OuterRef("interaction"), alert__in=Alert.objects.live().of_red())
        return self.filter(~Exists(asked), alert__in=Alert.objects.of_red().filter(state=Alert.State.ACKNOWLEDGED))


class AlertFlag(models.Model):
    """A red interaction that belongs to an alert."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="flags")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    objects = AlertFlags.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["alert", "interaction"], name="flag_once_in_an_alert")]

    def __str__(self) -> str:
        return f"#{self.interaction_id} in {self.alert_id}"


class Question(models.Model):
    """A colleague does not know where a message goes. Its alert pages whoever is on call for it until somebody takes
    it; it raises no flag, sets no hold and lifts none."""

    WORDS_AT_MOST = 300

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="question")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=WORDS_AT_MOST)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_question_says_something")]

    def __str__(self) -> str:
        return f"#{self.interaction_id}: {self.words}"


class HandOver(models.Model):
    """Somebody who has an alert asks another person to take it over. Until that person accepts, it stays theirs."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="hand_overs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=Q(outcome=""), name="one_hand_over_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "declined", "expired", "withdrawn"]),
                name="hand_over_outcome_is_known",
            ),
            models.CheckConstraint(condition=~Q(by=models.F("to")), name="hand_over_is_to_another"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="hand_over_has_its_end",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="hand_over_due", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.by_id} to {self.to_id}"
