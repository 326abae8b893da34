from django.conf import settings
from django.db import models


class Note(models.Model):
    """Words among colleagues. Nothing can turn a note into a reply."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Note on #{self.interaction_id}"
