"""What people say of a message beside its topics: whether triage was right, how it sounds, and which rule it breaks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only
from interactions.severity import Impact, Severity, Tone, Urgency

LONGEST_REASON = 500


class Judgement(models.Model):
    """What triage had said of an interaction, and what a person decided. One row each; the newest decision stands.

    ``proposed_level`` is of the rules alone, empty where none spoke; ``opinion_level`` of what was learned, empty where
    it was not asked or saw nothing stricter.
    """

    interaction = models.OneToOneField("interactions.Interaction", on_delete=models.PROTECT, related_name="judgement")
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_topic = models.ForeignKey(
        "playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_level = models.CharField(max_length=6, blank=True)
    opinion_level = models.CharField(max_length=6, blank=True)
    decided_topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_level = models.CharField(max_length=6)
    playbook_version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    judged_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_level__in=["green", "yellow", "red"])
                & Q(proposed_level__in=["", "green", "yellow", "red"])
                & Q(opinion_level__in=["", "green", "yellow", "red"]),
                name="judgement_levels_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_level="") | Q(proposed_topic__isnull=True), name="judgement_without_a_proposal"
            ),
        ]
        indexes = [models.Index(fields=["brand", "judged_at"], name="judgements_of_brand")]

    def __str__(self) -> str:
        return f"#{self.interaction_id}: {self.proposed_level or '–'} > {self.decided_level}"


@append_only()
class Assessment(models.Model):
    """How a person reads an interaction: its tone, and impact and urgency each by itself. The newest counts."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="assessments")
    tone = models.CharField(max_length=8, choices=Tone)
    impact = models.PositiveSmallIntegerField(choices=Impact)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    is_abusive = models.BooleanField(default=False)
    is_misleading = models.BooleanField(default=False)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    level = models.CharField(max_length=6)  # that impact and urgency ask for
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    assessed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="assessment_has_a_tone"),
            models.CheckConstraint(
                condition=Q(impact__in=Impact.values) & Q(urgency__in=Urgency.values) & Q(severity__in=Severity.values),
                name="assessment_is_on_its_scales",
            ),
            models.CheckConstraint(condition=Q(level__in=["green", "yellow", "red"]), name="assessment_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"#{self.interaction_id}: {self.get_tone_display()}, {self.get_severity_display()}"


@append_only()
class ModerationAct(models.Model):
    """What was done about a message that breaks a house rule, on its network. Nothing is ever deleted: our copy stays,
    and there is no verb that takes a post away."""

    class Kind(models.TextChoices):
        HIDDEN = "hidden", _("Hidden on the network")
        REPORTED = "reported", _("Reported to the network")
        ASKED = "asked", _("Asked its author to change it")
        RESTRICTED = "restricted", _("Its author was restricted")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="moderations")
    rule = models.ForeignKey("playbook.HouseRule", on_delete=models.PROTECT, related_name="+", db_index=False)
    rule_text = models.CharField(max_length=500)  # as it read then
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=LONGEST_REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    acted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(rule_text=""), name="moderation_cites_a_rule_and_says_why"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["hidden", "reported", "asked", "restricted"]), name="moderation_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: #{self.interaction_id}"
