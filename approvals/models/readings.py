"""Who is reading a draft right now: a soft lock, which warns and never blocks."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models


class Readings(models.QuerySet["Reading"]):
    def live(self, now: datetime) -> Readings:
        return self.filter(until__gt=now)


class Reading(models.Model):
    """A lease on one draft, renewed by the open page. Nothing depends on it but what others are told."""

    draft = models.OneToOneField("interactions.Draft", on_delete=models.CASCADE, related_name="reading")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField()

    objects = Readings.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} reads {self.draft}"
