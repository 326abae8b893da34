"""Who answers for a person or a crisis in the place of the channel's own team."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RightsTransfer(models.Model):
    """Everything of one contact, on every channel, or of one incident belongs to another team until it is given back.

    Rights come from an interaction's team, so its rows change their team: whoever works for the channel's team alone
    finds them nowhere, and what comes meanwhile arrives with the team that has the rest.
    """

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(
        "interactions.Contact", on_delete=models.PROTECT, null=True, related_name="transfers", db_index=False
    )
    incident = models.PositiveBigIntegerField(null=True)
    to_team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], name="a_contact_is_with_one_team", condition=Q(ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["incident"], name="an_incident_is_with_one_team", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False, incident__isnull=True)
                | Q(contact__isnull=True, incident__isnull=False),
                name="a_transfer_has_one_scope",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_transfer_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_transfer_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact or self.incident} is with {self.to_team}"
