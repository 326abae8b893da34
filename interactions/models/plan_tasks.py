"""What a topic's plan asks for on one interaction, and what the customer was given in the end."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class PlanTask(models.Model):
    """One internal action, or one party to be told, of a plan that was begun here: whose, by when, and who did it."""

    class Kind(models.TextChoices):
        ACTION = "action", _("To do")
        NOTICE = "notice", _("To tell")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="plan_tasks")
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    scenario = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=6, choices=Kind)
    wording = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "topic", "kind", "wording"], name="plan_task_once_per_interaction"
            ),
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
                name="done_says_who_and_when",
            ),
            models.CheckConstraint(condition=Q(kind__in=["action", "notice"]), name="plan_task_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_late(self, now: datetime) -> bool:
        """Nobody did it by when it was due."""
        return not self.is_done and self.due_at < now


@append_only()
class Remedy(models.Model):
    """What the customer was given: written down with an answer or at the end, never changed."""

    class Kind(models.TextChoices):
        APOLOGY = "apology", _("Apology")
        SOLUTION = "solution", _("Solution")
        COMPENSATION = "compensation", _("Compensation")
        VOUCHER = "voucher", _("Voucher")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="remedies")
    kinds = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return ", ".join(self.labels)

    @property
    def labels(self) -> list[str]:
        return [str(Remedy.Kind(kind).label) for kind in self.kinds]
