"""What a draft would have changed: a run over messages that came, what it found, and who has read that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BackTests(models.QuerySet["BackTest"]):
    def running(self) -> BackTests:
        return self.filter(state="running")

    def of_draft(self, version_id: int, sha256: str) -> BackTests:
        """Those that judged with exactly this document, the newest first."""
        return self.filter(version=version_id, sha256=sha256).order_by("-pk")


class BackTest(models.Model):
    """A run of one draft, as its digest says, against the version that was in force. Where it stands is kept with every
    stretch of messages, so it goes on where it was cut off. A draft that changes makes it stale."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STALE = "stale", _("The draft changed")
        FAILED = "failed", _("Did not come to its end")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("playbook.TaxonomyVersion", on_delete=models.CASCADE, related_name="back_tests")
    against = models.ForeignKey(
        "playbook.TaxonomyVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    # What is judged: messages after ``after_id`` up to ``last_id``, every ``step``-th of them; None before it is known
    since = models.DateTimeField()
    after_id = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(null=True)
    step = models.PositiveIntegerField(default=1)
    total = models.PositiveIntegerField(default=0)

    # Where it stands, and what it found so far
    cursor = models.BigIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)
    levels = models.JSONField(default=dict)  # how many of each flag, before and after
    nights_before = models.PositiveIntegerField(default=0)
    nights_after = models.PositiveIntegerField(default=0)
    alarms = models.JSONField(default=dict)  # until when each alarm of a topic would have stood
    failures = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()  # due time; while somebody works on it, the end of their lease

    objects = BackTests.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version"], name="one_back_test_at_a_time", condition=Q(state="running")),
            models.CheckConstraint(
                condition=Q(state__in=["running", "done", "stale", "failed"]), name="back_test_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None) | ~Q(state="running") & Q(ended_at__isnull=False),
                name="back_test_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(judged__gte=F("up") + F("down") + F("other")), name="back_test_counts_what_it_judged"
            ),
            models.CheckConstraint(condition=Q(step__gte=1), name="back_test_takes_steps"),
        ]
        indexes = [models.Index(fields=["next_at"], name="back_test_due", condition=Q(state="running"))]

    def __str__(self) -> str:
        return f"Back-test of {self.version}"

    @property
    def is_over(self) -> bool:
        return self.state != self.State.RUNNING

    @property
    def is_sample(self) -> bool:
        """Not every message was judged."""
        return self.step > 1

    @property
    def changed(self) -> int:
        """Messages that would be judged differently."""
        return self.up + self.down + self.other

    @property
    def flags_changed(self) -> int:
        return self.up + self.down

    @property
    def more_at_night(self) -> int:
        return self.nights_after - self.nights_before

    @property
    def share(self) -> int:
        """How far it is, in whole percents."""
        if self.last_id is None:
            return 0
        return min(100, 100 * (self.cursor - self.after_id) // max(self.last_id - self.after_id, 1))


class BackTestChange(models.Model):
    """One message that the draft would judge differently. The message stands in a room above this one: its id is kept
    and none of its words, so that erasing a person needs nothing here."""

    class Gravity(models.IntegerChoices):
        """What is read first."""

        LEAVES_RED = 0, _("Red no more")
        BECOMES_RED = 1, _("Becomes red")
        DOWN = 2, _("Down")
        UP = 3, _("Up")
        OTHER = 4, _("Other topics")

    run = models.ForeignKey(BackTest, on_delete=models.CASCADE, related_name="changes", db_index=False)
    message = models.BigIntegerField()
    team = models.BigIntegerField()  # whose message it was: what one may not see is not counted for one either
    gravity = models.PositiveSmallIntegerField(choices=Gravity)
    before = models.CharField(max_length=6, blank=True)
    after = models.CharField(max_length=6, blank=True)
    why_before = models.JSONField(default=list)
    why_after = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["run", "message"], name="message_once_per_back_test"),
            models.CheckConstraint(
                condition=Q(before__in=["", "green", "yellow", "red"]) & Q(after__in=["", "green", "yellow", "red"]),
                name="back_test_levels_are_known",
            ),
        ]
        indexes = [models.Index(fields=["run", "gravity", "id"], name="back_test_by_gravity")]

    def __str__(self) -> str:
        return f"#{self.message}: {self.before or '-'} → {self.after or '-'}"


class BackTestReading(models.Model):
    """A person has read what would become of one message."""

    change = models.ForeignKey(BackTestChange, on_delete=models.CASCADE, related_name="readings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    read_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["change", "user"], name="change_read_once")]

    def __str__(self) -> str:
        return f"{self.user} read {self.change}"
