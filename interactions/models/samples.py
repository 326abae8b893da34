"""How many eyes a message had, and when: one row each time a network told of more."""

from django.db import models


class EngagementSample(models.Model):
    """Counts as they stood at a time. The first is of when the message came. It leaves no event."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="samples")
    sampled_at = models.DateTimeField()
    likes = models.PositiveIntegerField(null=True)
    shares = models.PositiveIntegerField(null=True)
    comments = models.PositiveIntegerField(null=True)
    reach = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["sampled_at"]
        constraints = [models.UniqueConstraint(fields=["interaction", "sampled_at"], name="sampled_once_at_a_time")]

    def __str__(self) -> str:
        return f"#{self.interaction_id}, {self.sampled_at:%Y-%m-%d %H:%M}"

    @property
    def engagement(self) -> int:
        return (self.likes or 0) + (self.shares or 0) + (self.comments or 0)
