"""What was done where a life or a crime was at stake: each step, by whom, when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


@append_only()
class SafetyStep(models.Model):
    """Written once, never changed. ``contact`` is the name of the line or office as it stood then."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Called the emergency services")
        REPORTED = "reported", _("Reported it to the network")
        LINE_GIVEN = "line_given", _("Gave the crisis line in private")
        POLICE = "police", _("Told the police")
        WATCHING = "watching", _("Stays with it")
        OTHER = "other", _("Something else")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="safety_steps")
    kind = models.CharField(max_length=10, choices=Kind)
    contact = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())
