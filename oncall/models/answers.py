"""One agreed line for many, each answer fitted to its person and let out by the same gates as any other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BulkAnswer(models.Model):
    """Answers on their way to being drafts, one at a time. ``next_at``: not before this is the next one submitted."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        CLOSING = "closing", _("Close the loop")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDONE = "undone", _("Undone")

    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.ANSWER)
    line = models.TextField()
    consideration = models.CharField(max_length=500, blank=True)
    ticks = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    next_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], name="one_answer_at_a_time_in_a_room", condition=Q(state="running")
            ),
            models.CheckConstraint(condition=Q(state__in=["running", "done", "undone"]), name="answer_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=["answer", "closing"]), name="answer_kind_is_known"),
            models.CheckConstraint(condition=~Q(line=""), name="an_answer_has_its_line"),
        ]
        indexes = [models.Index(fields=["next_at"], name="bulk_answer_due", condition=Q(state="running"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class BulkItem(models.Model):
    """One of them: the fitted words as they were shown, and what became of them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits its turn")
        SUBMITTED = "submitted", _("Submitted")
        REFUSED = "refused", _("Not possible")
        UNDONE = "undone", _("Undone")

    bulk = models.ForeignKey(BulkAnswer, on_delete=models.PROTECT, related_name="items")
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    thread_version = models.PositiveIntegerField()  # of what was shown
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)
    draft = models.ForeignKey(
        "interactions.Draft", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulk", "interaction"], name="answered_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "submitted", "refused", "undone"]), name="answer_item_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(draft__isnull=False), name="what_was_submitted_is_a_draft"
            ),
        ]
        indexes = [models.Index(fields=["bulk", "id"], name="bulk_item_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"#{self.interaction_id} in {self.bulk}"
