"""Drills: a red flag that was made up, to see whether everybody is ready for a true one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Drill(models.Model):
    """What happened in it is told by the rows of its interaction and of that one's alert; nothing is kept twice."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    interaction = models.OneToOneField("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    was_found = models.BooleanField()  # whether the rules saw by themselves what it is about
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    lesson = models.CharField(max_length=1000, blank=True)  # what we change

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand"], condition=Q(ended_at=None), name="one_drill_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ends_a_drill",
            ),
        ]

    def __str__(self) -> str:
        return f"Drill: {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("oncall:drill", args=[self.pk])
