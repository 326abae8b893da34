"""What a message is worth to others of the house: a sales query, an idea, a wish that many have."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class Referral(models.Model):
    """A message passed on to a team of the brand. It stays where it is, and is answered there; the other team says what
    came of it."""

    class Kind(models.TextChoices):
        SALES = "sales", _("A sales query")
        IDEA = "idea", _("An idea")

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up")
        WON = "won", _("Sold")
        DECLINED = "declined", _("Not for us")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField(max_length=5, choices=Kind)
    to_team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    referred_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    outcome_note = models.CharField(max_length=500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "kind"], name="referred_once_at_a_time", condition=Q(settled_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(kind__in=["sales", "idea"]), name="referral_kind_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(outcome__in=["taken_up", "won", "declined"], settled_at__isnull=False, settled_by__isnull=False),
                name="referral_is_settled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to_team", "-id"], name="referrals_to_team")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, #{self.interaction_id}"


class Improvement(models.Model):
    """Something we could do better, with the messages that ask for it."""

    class State(models.TextChoices):
        OPEN = "open", _("Noted")
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Not now")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="improvements", db_index=False)
    title = models.CharField(max_length=120)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)  # what we say to those who asked
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "title"], name="improvement_once_per_brand"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "planned", "done", "declined"]), name="improvement_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="improvement_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


@append_only()
class Asking(models.Model):
    """One message that asks for an improvement."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="askings", db_index=False)
    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="askings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["improvement", "interaction"], name="asked_once_for_it")]

    def __str__(self) -> str:
        return f"#{self.interaction_id}: {self.improvement_id}"
