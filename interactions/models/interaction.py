"""The interaction: one public message, and where it stands on its way to an answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from connectors.rehearsal.connector import Rehearsal

OPEN_STATES = ("received", "flagged", "drafted", "approved")
IS_OPEN_HEAD = Q(state__in=OPEN_STATES, head__isnull=True)
IS_IN_SIGHT = IS_OPEN_HEAD & Q(snoozed_until__isnull=True)


class Interactions(models.QuerySet["Interaction"]):
    def open(self) -> Interactions:
        """Heads that still ask for something."""
        return self.filter(IS_OPEN_HEAD)

    def real(self) -> Interactions:
        """Without what drills made up: it counts for nothing, and teaches nothing."""
        return self.exclude(channel__network=Rehearsal.network)

    def in_teams(self, team_ids: frozenset[int]) -> Interactions:
        return self.filter(team_id__in=team_ids)

    def locked(self, pk: int) -> Interaction:
        """A fresh instance, locked until the transaction ends. Never refresh an instance of a protected machine."""
        return self.all_locked([pk]).get()

    def all_locked(self, ids: Collection[int]) -> Interactions:
        """Fresh instances, locked until the transaction ends, in the order of their ids: whoever takes several waits
        for nobody who waits for them."""
        rows = self.select_for_update(of=("self",), no_key=True).select_related("brand", "channel", "team")
        return rows.filter(pk__in=ids).order_by("pk")


class Interaction(ConcurrentTransitionMixin, models.Model):
    class State(models.TextChoices):
        RECEIVED = "received"
        FLAGGED = "flagged"
        DRAFTED = "drafted"
        APPROVED = "approved"
        RESPONDED = "responded"
        CLOSED = "closed"

    class Urgency(models.IntegerChoices):
        RED_UNACKNOWLEDGED = 0
        RED = 1
        ORDINARY = 2

    class Closed(models.TextChoices):
        """Why an interaction ended without an answer of ours."""

        ANSWERED_ELSEWHERE = "answered_elsewhere", "Answered elsewhere"
        CONTINUED = "continued", "Continued in the open message"
        RESOLVED = "resolved", "Resolved after our answer"
        NO_ANSWER_NEEDED = "no_answer_needed", "No answer needed"
        LET_STAND = "let_stand", "We let it stand"
        MONITOR = "monitor", "Monitored, with a date to look again"
        NOT_FOR_US = "not_for_us", "Not for us"
        SPAM = "spam", "Spam"
        WITHDRAWN = "withdrawn", "Deleted by its author"
        DRILL = "drill", "The drill is over"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(
        "interactions.Contact", on_delete=models.PROTECT, related_name="interactions", db_index=False
    )
    conversation = models.ForeignKey(
        "interactions.Conversation", on_delete=models.PROTECT, related_name="interactions", db_index=False
    )
    head = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="follow_ups", db_index=False)

    # What was said, as it was received
    remote_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=12)
    is_public = models.BooleanField(default=True)
    is_automatic = models.BooleanField(default=False)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    permalink = models.CharField(max_length=2000, blank=True)
    likes = models.PositiveIntegerField(null=True)
    shares = models.PositiveIntegerField(null=True)
    comments = models.PositiveIntegerField(null=True)
    reach = models.PositiveIntegerField(null=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)  # by its author, at the network; our copy stays

    # What we judged
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    level = models.CharField(max_length=6, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.ORDINARY)
    is_held = models.BooleanField(default=False)
    needs_look = models.BooleanField(default=False, db_default=False)  # the second opinion is stricter than the level
    tone = models.CharField(max_length=8, blank=True, default="", db_default="")  # apart from the level
    severity = models.PositiveSmallIntegerField(default=0, db_default=0)
    playbook_version = models.PositiveIntegerField(default=0)
    flag_version = models.PositiveIntegerField(default=0)
    thread_version = models.PositiveIntegerField(default=1)

    # Where it stands
    state = FSMField(default=State.RECEIVED, choices=State.choices, protected=True, max_length=9)
    state_fields = (state,)  # the mixin looks through all fields for them, for each instance that is made
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approval = models.ForeignKey(
        "interactions.Approval", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=20, choices=Closed, blank=True)
    look_again_at = models.DateTimeField(null=True)
    answered_elsewhere_at = models.DateTimeField(null=True)

    # Put off: it is open, and out of sight until a date or until its author writes again
    snoozed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    awaits_customer = models.BooleanField(default=False, db_default=False)  # the clock stands still meanwhile
    paused_for = models.DurationField(default=timedelta(0), db_default=timedelta(0))  # how long it stood, in all
    came_back_at = models.DateTimeField(null=True)  # its date passed, and nobody has done anything since

    objects = Interactions.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["channel", "remote_id"], name="message_once_per_channel"),
            models.UniqueConstraint(
                fields=["conversation", "contact"], name="one_open_head_per_contact", condition=IS_OPEN_HEAD
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "responded"]) | Q(approval__isnull=False),
                name="approved_and_responded_need_an_approval",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "flagged", "drafted", "approved", "responded", "closed"]),
                name="interaction_state_is_known",
            ),
            models.CheckConstraint(condition=Q(level__in=["", "green", "yellow", "red"]), name="level_is_known"),
            models.CheckConstraint(condition=~Q(level="red") | Q(is_held=True), name="red_is_held"),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="closed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as="monitor") | Q(look_again_at__isnull=False), name="monitored_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(closed_as="continued") | Q(head__isnull=False), name="continued_points_to_its_head"
            ),
            models.CheckConstraint(
                condition=Q(head__isnull=True) | Q(state="closed"), name="a_follow_up_is_never_open_itself"
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True)
                | Q(state__in=["received", "flagged"], snoozed_at__isnull=False) & ~Q(level="red"),
                name="snoozed_is_open_and_never_red",
            ),
            models.CheckConstraint(
                condition=Q(awaits_customer=False) | Q(snoozed_until__isnull=False),
                name="waiting_for_the_customer_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="waiting_by_due", condition=Q(state="drafted")),
            models.Index(fields=["team", "urgency", "due_at", "id"], name="inbox_of_team", condition=IS_OPEN_HEAD),
            models.Index(
                fields=["assignee", "urgency", "due_at", "id"],
                name="inbox_of_person",
                condition=IS_OPEN_HEAD & Q(assignee__isnull=False),
            ),
            models.Index(fields=["team", "level", "state", "due_at"], name="inbox_in_sight", condition=IS_IN_SIGHT),
            models.Index(
                fields=["team", "urgency", "due_at", "id"],
                name="inbox_to_look_at",
                condition=IS_OPEN_HEAD & Q(needs_look=True),
            ),
            models.Index(
                fields=["team", "urgency", "due_at", "id"],
                name="inbox_snoozed",
                condition=IS_OPEN_HEAD & Q(snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["team", "urgency", "due_at", "id"],
                name="inbox_came_back",
                condition=IS_OPEN_HEAD & Q(came_back_at__isnull=False),
            ),
            models.Index(fields=["snoozed_until"], name="snooze_is_over", condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["team", "-id"], name="everything_of_team"),
            models.Index(fields=["conversation", "id"], name="interaction_of_thread"),
            models.Index(fields=["contact", "-id"], name="interaction_of_contact"),
            models.Index(fields=["head"], name="follow_up_of_head", condition=Q(head__isnull=False)),
            models.Index(fields=["topic", "-id"], name="answered_about_topic", condition=Q(responded_at__isnull=False)),
            models.Index(fields=["look_again_at"], name="look_again_due", condition=Q(closed_as="monitor")),
            models.Index(
                fields=["look_again_at"],
                name="let_stand_look_again",
                condition=Q(closed_as="let_stand", look_again_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES and self.head_id is None

    @property
    def is_drill(self) -> bool:
        """Made up to rehearse: it stands on a channel that leads nowhere."""
        return self.channel.is_rehearsal

    @property
    def is_red(self) -> bool:
        return self.level == "red"

    @cached_property
    def last_heard_at(self) -> datetime:
        """When the newest message of this contact came: this one, or what followed while it was open. One query."""
        followed = self.follow_ups.aggregate(newest=models.Max("received_at"))["newest"]
        return max(self.received_at, followed) if followed else self.received_at

    def wake(self, at: datetime) -> None:
        """Into sight again; a clock that stood still goes on from where it stood."""
        if self.awaits_customer and self.snoozed_at:
            self.paused_for += at - self.snoozed_at
            self.due_at += at - self.snoozed_at
        self.snoozed_at = self.snoozed_until = self.came_back_at = None
        self.awaits_customer = False

    # Transitions set fields of this row and nothing else; actions call them, write the other rows and record.

    @transition(field=state, source=["received", "flagged", "drafted", "approved"], target="flagged")
    def move_to_flagged(self) -> None:
        self.approval = None

    @transition(field=state, source=["flagged", "drafted"], target="drafted")
    def move_to_drafted(self) -> None:
        self.approval = None

    @transition(field=state, source="drafted", target="flagged")
    def move_back(self) -> None:
        """Sent back to its author."""

    @transition(field=state, source="drafted", target="approved")
    def move_to_approved(self, approval: Any) -> None:
        self.approval = approval

    @transition(field=state, source="approved", target="drafted")
    def move_to_expired(self) -> None:
        self.approval = None

    @transition(field=state, source=["drafted", "approved"], target="flagged")
    def move_to_recalled(self) -> None:
        self.approval = None

    @transition(field=state, source="approved", target="responded")
    def move_to_responded(self, at: datetime) -> None:
        self.responded_at = at
        self.came_back_at = None

    @transition(field=state, source=["received", "flagged", "drafted", "approved", "responded"], target="closed")
    def move_to_closed(self, *, closed_as: str, at: datetime, look_again_at: datetime | None = None) -> None:
        self.wake(at)
        self.closed_as = closed_as
        self.closed_at = at
        self.look_again_at = look_again_at

    @transition(field=state, source=["responded", "closed"], target="flagged")
    def move_to_reopened(self, due_at: datetime, came_back_at: datetime | None = None) -> None:
        self.approval = None
        self.came_back_at = came_back_at
        self.paused_for = timedelta(0)
        self.closed_as = ""
        self.closed_at = None
        self.look_again_at = None
        self.due_at = due_at
