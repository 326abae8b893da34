"""The record: events that are only ever added, the seals that chain them, and deliveries to those who want to know."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.guards import append_only


@append_only(set_once=["seal_id"])
class Event(models.Model):
    """One line of the record: ids, enums and numbers. Its words stand in EventDetail, so that they can be erased."""

    class ActorKind(models.TextChoices):
        PERSON = "person"
        MACHINE = "machine"
        SYSTEM = "system"

    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    detail_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey("Seal", on_delete=models.PROTECT, null=True, related_name="events", db_index=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["brand", "id"], name="event_of_brand"),
            models.Index(fields=["seal", "id"], name="event_of_seal", condition=Q(seal__isnull=False)),
            models.Index(fields=["id"], name="event_unsealed", condition=Q(seal__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind="system", actor__isnull=True) | ~Q(actor_kind="system") & Q(actor__isnull=False),
                name="event_has_its_actor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type} {self.subject_id}"


@append_only()
class EventDetail(models.Model):
    """Words and before/after of an event. The salt keeps the digest from telling what an erased text was."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    words = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Detail of event {self.event_id}"


@append_only()
class Seal(models.Model):
    """A batch of events sealed: the Merkle root of their digests, chained to the seal before and signed."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="seal_is_not_empty")]

    def __str__(self) -> str:
        return f"Seal {self.number}"


class Delivery(models.Model):
    """An event on its way to one subscriber. ``due_at`` is the next attempt; a lease says who has it in hand."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    more = models.JSONField(null=True)  # ids of the events that are delivered with it
    subscriber = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once")]
        indexes = [models.Index(fields=["due_at", "id"], name="delivery_due", condition=Q(state="pending"))]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.subscriber}"
