"""What came back and nobody has written anew: one row for each draft, kept so that nobody looks for it in the past."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from interactions.models import Draft


class ReturnedDrafts(models.QuerySet["ReturnedDraft"]):
    def written_anew(self) -> ReturnedDrafts:
        """Those whose line has a newer version."""
        return self.filter(Exists(_newer()))

    def still_open(self) -> ReturnedDrafts:
        """Those that somebody may still write anew. A case that ended keeps its row, and it is not open."""
        return self.filter(
            ~Exists(_newer()), draft__is_waiting=False, draft__interaction__state__in=["flagged", "drafted"]
        )


def _newer() -> models.QuerySet[Draft]:
    newer = Draft.objects.filter(interaction=OuterRef("draft__interaction"), line=OuterRef("draft__line"))
    return newer.filter(number__gt=OuterRef("draft__number"))


class ReturnedDraft(models.Model):
    """Written with the review that returns a draft, gone with the version that takes its place. The reviews say why."""

    draft = models.OneToOneField("interactions.Draft", on_delete=models.CASCADE, related_name="returned")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    returned_at = models.DateTimeField()

    objects = ReturnedDrafts.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["team", "returned_at"], name="returned_of_team")]

    def __str__(self) -> str:
        return f"{self.draft} came back"
