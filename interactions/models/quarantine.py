from django.db import models


class Quarantined(models.Model):
    """A known remote id that came back with other words, while the network did not call it an edit: kept and shown,
    never mixed in, since anybody can reuse an id such as a Message-ID."""

    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="quarantined")
    author_remote_id = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["interaction", "digest"], name="quarantined_once")]

    def __str__(self) -> str:
        return f"Other words under the id of #{self.interaction_id}"
