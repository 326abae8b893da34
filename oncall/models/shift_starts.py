"""That somebody takes over, and whether they can be reached."""

from django.conf import settings
from django.db import models


class ShiftStart(models.Model):
    """A shift about to begin: its person was told and sent a test page, and confirms that it arrived."""

    schedule = models.ForeignKey("oncall.Schedule", on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    told_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)  # when the managers were told that it is not

    class Meta:
        default_permissions = ()
        ordering = ["-starts_at"]
        constraints = [models.UniqueConstraint(fields=["schedule", "user", "starts_at"], name="one_start_a_shift")]

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_at:%Y-%m-%d %H:%M}"
