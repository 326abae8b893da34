from django.db import models


class Heartbeat(models.Model):
    """That a part of the machinery was alive, and when. Kept for the screens, not for the record."""

    name = models.CharField(max_length=60, unique=True)
    beat_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
