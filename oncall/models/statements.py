"""What the house says of a crisis, under two names, and the promises it makes by that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only


class Statement(models.Model):
    """Words for the public. They never change: another wording is another statement. It is posted where the house
    speaks, and somebody says here where that is."""

    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    next_update_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    posted_at = models.DateTimeField(null=True)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="statement_numbers_once"),
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True, posted_by__isnull=True, link="")
                | Q(posted_at__isnull=False, posted_by__isnull=False) & ~Q(link=""),
                name="a_posted_statement_stands_somewhere",
            ),
            models.CheckConstraint(condition=Q(next_update_at__gt=F("written_at")), name="a_promise_is_of_the_future"),
        ]

    def __str__(self) -> str:
        return f"Statement {self.letter}"

    @property
    def letter(self) -> str:
        """A, B, C: how people in a room call it."""
        return chr(ord("A") + (self.number - 1) % 26)


@append_only()
class StatementSignature(models.Model):
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["statement", "by"], name="one_name_once_under_what_is_stated")]

    def __str__(self) -> str:
        return f"{self.by} under {self.statement}"


class MissedPromise(models.Model):
    """A public word that was due and did not come. Somebody is paged for it; ``key`` says for which one, so that it
    is missed once."""

    key = models.CharField(max_length=80, unique=True)
    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, null=True, related_name="missed")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey("oncall.Alert", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    missed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
