"""Taken offline: who talks to the customer, on which number, why, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 120
LONGEST_WAY = 200
LONGEST_REASON = 300


class HandOff(models.Model):
    """An answer offered a talk with a named person. It stands open until somebody writes down what came of it."""

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("Reached, and resolved")
        UNRESOLVED = "unresolved", _("Reached, not resolved")
        NOT_REACHED = "not_reached", _("Not reached")
        REFUSED = "refused", _("They did not want to talk")
        OTHER = "other", _("Something else")
        WITHDRAWN = "withdrawn", _("The answer that offered it never went out")

    OF_A_TALK = (Outcome.RESOLVED, Outcome.UNRESOLVED, Outcome.NOT_REACHED, Outcome.REFUSED, Outcome.OTHER)

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="handoffs")
    draft = models.ForeignKey(
        "interactions.Draft", on_delete=models.PROTECT, null=True, related_name="handoffs", db_index=False
    )  # the answer that offered it
    person = models.CharField(max_length=LONGEST_NAME)  # one of ours, by name
    way = models.CharField(max_length=LONGEST_WAY)  # the number, or another way to reach them
    reason = models.CharField(max_length=LONGEST_REASON)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    outcome_due_at = models.DateTimeField()

    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    remedy = models.CharField(max_length=1000, blank=True)  # what was agreed
    has_apology = models.BooleanField(default=False)
    has_refund = models.BooleanField(default=False)
    talked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    talked_at = models.DateTimeField(null=True)  # or when it was tried
    closing_note = models.CharField(max_length=2000, blank=True)  # what the public may read at the end
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"], name="one_open_handoff_at_a_time", condition=Q(recorded_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(outcome="", recorded_at__isnull=True, recorded_by__isnull=True)
                | ~Q(outcome="") & Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="an_outcome_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "withdrawn"]) | Q(talked_by__isnull=False, talked_at__isnull=False),
                name="a_talk_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(person="") & ~Q(way="") & ~Q(reason=""), name="a_handoff_names_person_way_and_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.way}"

    @property
    def start(self) -> str:
        """How its closing note is called as words to begin an answer with."""
        return f"closing-{self.pk}"
