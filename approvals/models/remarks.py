"""Remarks beside a draft: what a reviewer says about a phrase, and how they would put it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only


@append_only()
class Remark(models.Model):
    """Anchored to characters ``start`` to ``end`` of a text that never changes. A later version without the phrase has
    dealt with it; nothing is ever marked by hand."""

    draft = models.ForeignKey("interactions.Draft", on_delete=models.PROTECT, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=500)
    note = models.CharField(max_length=1000, blank=True)
    rewrite = models.CharField(max_length=1000, blank=True)  # words to stand in the place of the quote
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")) & ~Q(quote=""), name="a_remark_has_its_phrase"),
            models.CheckConstraint(condition=~Q(note="") | ~Q(rewrite=""), name="a_remark_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.by} on “{self.quote}”"
