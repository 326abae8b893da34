"""Whether two contacts are one human being: said by a person, and taken back by one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ContactMatch(models.Model):
    """``first`` has the lower id. What is undone stands no more, and is kept."""

    first = models.ForeignKey("interactions.Contact", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("interactions.Contact", on_delete=models.PROTECT, related_name="+")
    is_same = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="contacts_matched_once", condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="contacts_matched_in_order"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="match_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.is_same else '≠'} {self.second_id}"
