"""Topics put on an interaction, what they hold back, and the second person that taking them off needs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Flag(models.Model):
    """A topic on an interaction: by whom, why, with which words. Withdrawn, never deleted."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="flags")
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=500, blank=True)
    why = models.JSONField(default=dict, blank=True)  # triage's account: rules, words, points, threshold
    flagged_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "topic"], name="topic_once_on_an_interaction", condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(condition=Q(level__in=["green", "yellow", "red"]), name="flag_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} on #{self.interaction_id}"


class SecondOpinion(models.Model):
    """What the learned second opinion sees in an interaction where that is more than the rules say. It suggests: it
    holds nothing, pages nobody, and a person's decision ends it."""

    interaction = models.OneToOneField(
        "interactions.Interaction", on_delete=models.CASCADE, related_name="second_opinion"
    )
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    share = models.FloatField()  # how sure it is, from 0 to 1
    words = models.JSONField(default=list, blank=True)  # that weighed most
    learning = models.PositiveIntegerField()  # the version of what was learned
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(level__in=["green", "yellow", "red"]), name="opinion_level_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.topic}? on #{self.interaction_id}"


class Hold(models.Model):
    """Nothing may go out. Red places it, lowering the last red lifts it; a Release lets things past while it stands."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="holds")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interaction"], name="one_hold_at_a_time", condition=Q(lifted_at=None))
        ]

    def __str__(self) -> str:
        return f"Hold on #{self.interaction_id}"


class SecondPersonRequest(models.Model):
    """Lowering or closing red, asked by one person and confirmed by another."""

    class Verb(models.TextChoices):
        LOWER = "lower", "Lower the flag"
        CLOSE = "close", "Close"

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="requests")
    verb = models.CharField(max_length=8, choices=Verb)
    terms = models.JSONField(default=dict)  # what exactly is to be done: the topics to keep, the reason to close
    reason = models.CharField(max_length=500)
    flag_version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "verb"], name="one_request_at_a_time", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                condition=~Q(verdict="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.interaction_id}"
