"""The meeting that a red flag forces, and the log of what was known and decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class Huddle(models.Model):
    """One question, its options, and one decider. ``needed_roles`` are the teams that its topics name."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")
        ENDED = "ended", _("Ended without a decision")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, null=True, related_name="+")
    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, null=True, related_name="huddles")
    question = models.CharField(max_length=500)
    needed_roles = models.JSONField(default=list)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    decide_by = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    option = models.ForeignKey(
        "oncall.HuddleOption", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    convened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interaction__isnull=False, incident__isnull=True)
                | Q(interaction__isnull=True, incident__isnull=False),
                name="a_huddle_has_one_subject",
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "decided", "ended"]), name="huddle_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="decided", option__isnull=False, ended_at__isnull=False)
                | Q(state="open", option__isnull=True, ended_at__isnull=True)
                | Q(state="ended", option__isnull=True, ended_at__isnull=False),
                name="a_decision_is_one_of_the_options",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="a_huddle_asks_something"),
            models.UniqueConstraint(
                fields=["interaction"], name="one_huddle_on_an_interaction", condition=Q(state="open")
            ),
            models.UniqueConstraint(fields=["incident"], name="one_huddle_in_a_room", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("rooms:huddle", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class HuddleOption(models.Model):
    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["huddle", "number"], name="an_option_has_its_number")]

    def __str__(self) -> str:
        return self.text


class HuddleSeat(models.Model):
    """Somebody speaks for one of the teams it needs: themselves, or in the place of ``for_user``, who asked them to."""

    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, related_name="seats")
    role = models.SlugField()  # of the team
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["huddle", "role"], name="a_seat_is_taken_once", condition=Q(left_at=None)),
            models.UniqueConstraint(fields=["huddle", "user"], name="one_person_one_seat", condition=Q(left_at=None)),
            models.CheckConstraint(
                condition=Q(for_user__isnull=True) | ~Q(for_user=F("user")), name="a_stand_in_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.role}"


class HuddleVote(models.Model):
    """One a person; until the decision it may change."""

    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, related_name="votes")
    option = models.ForeignKey(HuddleOption, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    voted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["huddle", "user"], name="one_person_one_vote")]

    def __str__(self) -> str:
        return f"{self.user}: {self.option}"


@append_only()
class LogEntry(models.Model):
    """A fact, a decision or a question, as it was written. What turned out wrong is put right by another entry."""

    class Kind(models.TextChoices):
        FACT = "fact", _("Fact")
        DECISION = "decision", _("Decision")
        QUESTION = "question", _("Question")

    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, null=True, related_name="entries")
    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # null: the product
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    written_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(huddle__isnull=False) | Q(incident__isnull=False), name="an_entry_stands_somewhere"
            ),
            models.CheckConstraint(condition=Q(kind__in=["fact", "decision", "question"]), name="entry_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="an_entry_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
