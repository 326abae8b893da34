"""Which interactions are one crisis. The crisis itself is on-call's; here stands what posting and rights ask about."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class IncidentLink(models.Model):
    """An interaction belongs to this incident, until somebody takes it out again. ``by`` None: the product found it."""

    interaction = models.ForeignKey(
        "interactions.Interaction", on_delete=models.PROTECT, related_name="incident_links", db_index=False
    )
    incident = models.PositiveBigIntegerField()  # of oncall.Incident, a room above
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    linked_at = models.DateTimeField()
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"], name="one_incident_at_a_time", condition=Q(unlinked_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["incident", "interaction"], name="link_of_incident")]

    def __str__(self) -> str:
        return f"#{self.interaction_id} in incident {self.incident}"
