"""The one thing that may go out while red is held: a pre-approved holding message, signed by several."""

from django.conf import settings
from django.db import models

from audit.guards import append_only


class HoldingStatement(models.Model):
    """A holding message with its closed variables filled, waiting for its signatures."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="statements")
    message = models.ForeignKey("playbook.HoldingMessage", on_delete=models.PROTECT, related_name="+", db_index=False)
    message_version = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    next_update_at = models.DateTimeField()
    signatures_needed = models.PositiveSmallIntegerField(default=2)
    flag_version = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["message", "created_at"], name="statements_of_message")]
        constraints = [
            models.CheckConstraint(condition=models.Q(signatures_needed__gte=2), name="holding_needs_two_names")
        ]

    def __str__(self) -> str:
        return f"Holding statement {self.pk}"


@append_only()
class HoldingSignature(models.Model):
    statement = models.ForeignKey(HoldingStatement, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["statement", "by"], name="one_name_once_under_a_statement")]

    def __str__(self) -> str:
        return f"{self.by} under {self.statement}"
