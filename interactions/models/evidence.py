"""Pictures of what was entered by hand: how it looked where it was said."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.guards import append_only
from connectors.media import PICTURES
from interactions.models.attachments import LONGEST_ALT


@append_only()
class Evidence(models.Model):
    """Its bytes are kept under their hash (interactions.files); ``alt`` says what it shows."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="evidence")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    alt = models.CharField(max_length=LONGEST_ALT)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(content_type__in=sorted(PICTURES)), name="evidence_is_a_picture"),
            models.CheckConstraint(condition=~Q(alt=""), name="evidence_says_what_it_shows"),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def name(self) -> str:
        return f"evidence-{self.pk}"

    @property
    def is_picture(self) -> bool:
        return True
