"""A crisis that is one: proposed by a spike or opened by a person, worked on in its room, stood down, reviewed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Incidents(models.QuerySet["Incident"]):
    def live(self) -> Incidents:
        """Proposed or open."""
        return self.filter(state__in=Incident.LIVE)

    def locked(self, pk: int) -> Incident:
        """Locked until the transaction ends: linking, handing over and standing down take turns."""
        return self.select_for_update(of=("self",), no_key=True).select_related("brand", "team", "topic").get(pk=pk)


class Incident(models.Model):
    """Which interactions belong to it stands in ``interactions.IncidentLink``, next to what posting asks about."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Stood down")
        DISMISSED = "dismissed", _("Dismissed")

    LIVE = (State.PROPOSED, State.OPEN)

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    home_team = models.ForeignKey(  # whose it is when nobody has it by a hand-over
        "accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.ForeignKey(
        "connectors.Channel", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(_("what it is called"), max_length=120)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)

    # What made it: of a spike how many came, how many usually do, and the share of them that is yellow or red
    found_key = models.CharField(max_length=60, blank=True)  # of the spike; empty: a person opened it
    seen = models.PositiveIntegerField(default=0)
    usual = models.FloatField(default=0)
    negative_share = models.FloatField(default=0)
    began_at = models.DateTimeField()

    raised_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True)

    # Its two clocks
    first_word_due_at = models.DateTimeField(null=True)
    first_word_at = models.DateTimeField(null=True)
    next_update_due_at = models.DateTimeField(null=True)

    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    last_word = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    objects = Incidents.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["found_key"],
                name="one_spike_one_incident",
                condition=Q(state__in=["proposed", "open"]) & ~Q(found_key=""),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "open", "closed", "dismissed"]), name="incident_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, first_word_due_at__isnull=False),
                name="an_open_incident_has_its_clock",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "open"]) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="an_incident_is_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(last_word="") & Q(review_on__isnull=False),
                name="a_closed_incident_has_its_last_word",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "-id"], name="incident_live", condition=Q(state__in=["proposed", "open"])),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:room", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class IncidentRole(models.Model):
    """Who does what in a room. A role is somebody's at a time, and somebody may have several."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        COMMS = "comms", _("Comms")
        SECURITY = "security", _("Facts")
        LEGAL = "legal", _("Legal")
        SCRIBE = "scribe", _("Scribe")
        CARE = "care", _("Customer desk")

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=8, choices=Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    assumed_at = models.DateTimeField()
    renounced_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "role"], name="a_role_is_one_persons", condition=Q(renounced_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "comms", "security", "legal", "scribe", "care"]),
                name="room_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class IncidentLine(models.Model):
    """What we say, and what we do not. Withdrawn, never deleted."""

    class Kind(models.TextChoices):
        SAY = "say", _("We say")
        AVOID = "avoid", _("We don’t say")

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SAY)
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["say", "avoid"]), name="line_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="a_line_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Lesson(models.Model):
    """What the review after a crisis proposes to change in the playbook, for one of its topics or for all of it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="lessons")
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    what_happened = models.CharField(max_length=1000)
    change = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)
    is_taken_up = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what_happened="") & ~Q(change=""), name="a_lesson_says_what_to_change"),
        ]

    def __str__(self) -> str:
        return self.change
