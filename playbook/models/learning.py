"""What a brand's second opinion has learned: one row a version; the newest few are kept."""

from django.db import models
from django.db.models import Q

from accounts.models import Brand


class Learning(models.Model):
    """A version of a brand's second opinion. ``weights`` is our own form of plain numbers, read only where its hash
    is still that of ``sha256``; it holds hashed features, never a word that anybody wrote."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="learnings", db_index=False)
    number = models.PositiveIntegerField()
    weights = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    decisions = models.PositiveIntegerField()  # of people, that it learned from
    sample = models.PositiveIntegerField()  # messages of the shipped sample
    playbook_version = models.PositiveIntegerField()  # whose rules it looked at while it learned
    learned_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="learning_number_once_per_brand"),
            models.CheckConstraint(condition=Q(number__gt=0), name="learning_numbers_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.brand} second opinion {self.number}"
