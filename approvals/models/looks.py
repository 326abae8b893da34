"""A reviewer who wants one name more than the policy asks for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only


@append_only()
class SecondLook(models.Model):
    """Counts for the whole line of the draft: rewriting the text is no way around it. Adds names, never takes any."""

    draft = models.ForeignKey("interactions.Draft", on_delete=models.PROTECT, related_name="second_looks")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "by"], name="one_second_look_per_reviewer_and_draft"),
            models.CheckConstraint(condition=~Q(by=F("asked")), name="a_second_look_is_anothers"),
        ]

    def __str__(self) -> str:
        return f"{self.by} asks {self.asked} about {self.draft}"
