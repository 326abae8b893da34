"""Ways that were walked over a response map."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


@append_only()
class MapRun(models.Model):
    """One way, as it was asked and answered, with the map that asked. Written once: another way is another row."""

    class Outcome(models.TextChoices):
        RESPOND = "respond", _("Answer it")
        ESCALATE = "escalate", _("Escalate")
        MONITOR = "monitor", _("Monitor only")
        LET_STAND = "let_stand", _("Let it stand")

    class Done(models.TextChoices):
        KEPT = "kept", _("The way was kept, nothing else")
        FLAGGED = "flagged", _("Flagged as it says")
        CLOSED = "closed", _("Closed as it says")
        ASKED = "asked", _("A second person is asked to close it")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="map_runs")
    key = models.UUIDField(unique=True)  # of the page that was sent: sent twice, it is one way
    map_slug = models.CharField(max_length=60)
    map_name = models.CharField(max_length=120)
    map_sha256 = models.CharField(max_length=64)
    taxonomy_number = models.PositiveIntegerField(default=0)  # 0 where no version of the whole was kept
    path = models.JSONField()  # question, answer and whether the arrow was inferred, in their order
    leaf = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    action = models.CharField(max_length=300)
    outcome = models.CharField(max_length=9, choices=Outcome)
    level = models.CharField(max_length=6)
    topic = models.ForeignKey(
        "playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # as which it was flagged
    owner_team = models.CharField(max_length=300)  # by name, as it stood
    within = models.PositiveIntegerField()  # minutes
    done = models.CharField(max_length=7, choices=Done)
    flag_version = models.PositiveIntegerField()
    thread_version = models.PositiveIntegerField()
    walked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    walked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["respond", "escalate", "monitor", "let_stand"]), name="map_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(done="flagged") | Q(topic__isnull=False), name="flagged_by_a_map_names_its_topic"
            ),
        ]

    def __str__(self) -> str:
        return self.title
