"""Pages: one message to one person by one method. The row is the outbox; each attempt is written before the call."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Page(models.Model):
    """``key`` says for what it was planned, so planning twice inserts nothing and a peer can tell a repetition.
    ``next_attempt_at`` is the due time, and while somebody has it in hand the end of their lease. A bundled page
    travels with another one to the same address, ``carried_by``, and shares its fate."""

    class State(models.TextChoices):
        PENDING = "pending"
        SENDING = "sending"
        BUNDLED = "bundled"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Cause(models.TextChoices):
        STEP = "step"
        SWELL = "swell"  # it grew, or became more urgent
        BACK = "back"  # it was over, and is red again
        HAND_OVER = "hand_over"

    OPEN = (State.PENDING, State.SENDING)
    UNSENT = (*OPEN, State.BUNDLED)

    key = models.CharField(max_length=120, unique=True)
    alert = models.ForeignKey("oncall.Alert", on_delete=models.PROTECT, null=True, related_name="pages")  # null: a test
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.ForeignKey(
        "oncall.ContactMethod", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=7)
    address = models.CharField(max_length=500)
    round = models.PositiveIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    cause = models.CharField(max_length=9, choices=Cause, default=Cause.STEP, db_default=Cause.STEP.value)
    carried_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="carries", db_index=False)
    next_attempt_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)  # when the last attempt began
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True, db_default="")  # what the other side knows it by

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "sending", "bundled", "sent", "failed", "cancelled"]),
                name="page_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease__isnull=False), name="a_page_being_sent_is_leased"
            ),
            models.CheckConstraint(
                condition=~Q(state="bundled") | Q(carried_by__isnull=False), name="a_bundled_page_is_carried"
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="page_due", condition=Q(state__in=["pending", "sending"])),
            models.Index(fields=["user", "tried_at"], name="page_tried_lately", condition=Q(tried_at__isnull=False)),
            models.Index(fields=["carried_by"], name="page_bundled", condition=Q(state="bundled")),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_test(self) -> bool:
        return self.alert_id is None


class PageAttempt(models.Model):
    """Written before the call, finished after it. Without an outcome it was cut off: nobody knows if it arrived."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        REFUSED = "refused"  # for good
        FAILED = "failed"

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="tries")
    lease = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.outcome or 'no outcome'}"
