"""In which order people are paged."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

REPEATS_AT_MOST = 9
TIMES_AT_MOST = 5


class Office(models.TextChoices):
    """Whom a policy brings to the table. For the reader: its steps say who is paged."""

    SERVICE_MANAGER = "service_manager", _("Customer service manager")
    COMMUNICATIONS = "communications", _("Communications")
    LEGAL = "legal", _("Legal")
    SECURITY = "security", _("Security")
    SAFETY = "safety", _("Safety of life")


class EscalationPolicy(models.Model):
    """Steps for certain topics, or for every topic of the brand that has none of its own."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="escalation_policies")
    name = models.CharField(_("name"), max_length=80)
    answers_for = models.CharField(_("who it reaches"), max_length=15, choices=Office, blank=True, db_default="")
    is_default = models.BooleanField(_("for every topic without a policy of its own"), default=False)
    topics = models.ManyToManyField(
        "playbook.Topic", blank=True, related_name="escalation_policies", verbose_name=_("for these topics")
    )
    repeats = models.PositiveSmallIntegerField(
        _("go through the steps again, so many times"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(REPEATS_AT_MOST)],
        help_text=_("Before the last resort is paged as well."),
    )
    last_resort = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("last resort"),
        help_text=_("Paged as well, each time the steps start again because nobody answered."),
    )

    class Meta:
        default_permissions = ()
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="policy_name_once_per_brand"),
            models.UniqueConstraint(fields=["brand"], condition=Q(is_default=True), name="one_default_policy_a_brand"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("oncall:policy", args=[self.pk])


class Step(models.Model):
    """Page this person, whoever this schedule names, everybody of this team, or everybody of this role (of the team,
    or of the whole brand); wait; page them again where ``times`` says so; go on."""

    policy = models.ForeignKey(EscalationPolicy, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    schedule = models.ForeignKey("oncall.Schedule", on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    times = models.PositiveSmallIntegerField(  # how often, with the wait in between
        default=1, db_default=1, validators=[MinValueValidator(1), MaxValueValidator(TIMES_AT_MOST)]
    )
    wait_for = models.PositiveSmallIntegerField(  # minutes until the next step
        default=5, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="step_number_once_per_policy"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, schedule=None, team=None, role=None)
                | Q(person=None, schedule__isnull=False, team=None, role=None)
                | Q(person=None, schedule=None) & (Q(team__isnull=False) | Q(role__isnull=False)),
                name="step_has_one_target",
            ),
            models.CheckConstraint(condition=Q(wait_for__gte=1), name="step_waits"),
            models.CheckConstraint(condition=Q(times__gte=1), name="step_is_taken"),
        ]

    def __str__(self) -> str:
        return f"Step {self.number} of {self.policy}"

    @property
    def target(self) -> str:
        """Whom it pages, in words."""
        if self.role and self.team:
            return _("%(role)s of %(team)s") % {"role": self.role, "team": self.team}
        return str(self.person or self.schedule or self.team or self.role)
