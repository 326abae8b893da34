"""What is to be published, or was: the outbox of posts."""

import uuid

from django.db import models
from django.db.models import Q


class Reply(models.Model):
    """Has no text of its own: it posts the approved draft, or the signed holding statement. A reply found on the
    network that we did not post is of origin elsewhere, and only that one carries its words."""

    class Kind(models.TextChoices):
        REPLY = "reply"
        HOLDING = "holding"

    class Origin(models.TextChoices):
        DESK = "desk"
        ELSEWHERE = "elsewhere"

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to go out"
        SENDING = "sending", "Being posted"
        SENT = "sent", "Posted"
        FAILED = "failed", "Not posted"
        UNKNOWN = "unknown", "Nobody knows yet"
        RECALLED = "recalled", "Recalled before it left"

    IN_FLIGHT = (State.SENDING, State.UNKNOWN)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the network's idempotency key
    interaction = models.ForeignKey(
        "interactions.Interaction", on_delete=models.PROTECT, null=True, related_name="replies"
    )
    conversation = models.ForeignKey("interactions.Conversation", on_delete=models.PROTECT, related_name="replies")
    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REPLY)
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.DESK)
    approval = models.OneToOneField("interactions.Approval", on_delete=models.PROTECT, null=True, related_name="reply")
    statement = models.OneToOneField(
        "interactions.HoldingStatement", on_delete=models.PROTECT, null=True, related_name="reply"
    )
    found_text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    not_before = models.DateTimeField()  # the end of the undo window, then of each wait between tries
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    remote_id = models.CharField(max_length=255, blank=True)
    permalink = models.CharField(max_length=2000, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="desk", kind="reply", approval__isnull=False, statement=None, found_text="")
                | Q(origin="desk", kind="holding", approval=None, statement__isnull=False, found_text="")
                | Q(origin="elsewhere", approval=None, statement=None, state="sent"),
                name="a_reply_posts_what_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(origin="elsewhere") | Q(interaction__isnull=False), name="our_reply_answers_something"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_reply_has_its_time"
            ),
            models.UniqueConstraint(
                fields=["channel", "remote_id"], name="a_post_is_one_reply", condition=~Q(remote_id="")
            ),
            models.UniqueConstraint(
                fields=["interaction"],
                name="one_reply_on_its_way",
                condition=Q(state__in=["pending", "sending", "unknown"], kind="reply"),
            ),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], name="reply_due", condition=Q(state="pending")),
            models.Index(fields=["lease_until"], name="reply_in_flight", condition=Q(state="sending")),
            models.Index(fields=["not_before"], name="reply_unknown", condition=Q(state="unknown")),
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk}"

    @property
    def text(self) -> str:
        """The words this reply posts, wherever they stand."""
        if self.approval is not None:
            return self.approval.draft.text
        return self.statement.text if self.statement is not None else self.found_text
