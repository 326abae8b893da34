"""Colleagues who are brought into a crisis from elsewhere, and go when it is over."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Helper(models.Model):
    """A role on a team that somebody was given for a room; it ends with the room at the latest. Whoever had a role on
    that team before is no helper there."""

    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="+", db_index=False)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    brought_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], condition=Q(left_at=None), name="a_helper_is_in_a_team_for_one_room"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
