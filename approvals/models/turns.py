"""Whose turn it is: one row for each draft that waits, kept in the transaction that makes it wait."""

from django.conf import settings
from django.db import models


class Turn(models.Model):
    """A draft that waits, and the team whose name it lacks next.

    The queue reads these rows alone, so that it stays as quick with a hundred thousand drafts as with a thousand. The
    clock of a turn is ``next_at``: what happens then is decided by ``rung``, and it is never an approval.
    """

    draft = models.OneToOneField("interactions.Draft", on_delete=models.CASCADE, related_name="turn")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.CASCADE, related_name="turns")
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    home = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    policy_version = models.PositiveIntegerField()
    due_at = models.DateTimeField()  # the interaction's: when its answer is due
    since = models.DateTimeField()  # when this team's turn began
    asked = models.ForeignKey(  # the one it was handed to; without one everybody of the team is asked
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_by = models.ForeignKey(  # nobody: the mentor of the author, or the deputy of whoever is away
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=300, blank=True, db_default="")  # what the asked one is told
    rung = models.PositiveSmallIntegerField(default=0)  # where the clock stands in this turn: clock.Rung
    next_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["team", "due_at", "draft"], name="turns_of_team"),
            models.Index(fields=["home", "due_at", "draft"], name="turns_at_home"),
            models.Index(
                fields=["team", "due_at", "draft"], name="turns_open_to_team", condition=models.Q(asked__isnull=True)
            ),
            models.Index(
                fields=["asked", "due_at", "draft"], name="turns_of_person", condition=models.Q(asked__isnull=False)
            ),
            models.Index(fields=["next_at"], name="turns_by_clock", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["brand", "policy_version"], name="turns_by_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} waits for {self.team}"
