"""The ledger of goodwill: what was given to whom, out of which budget, and who agreed. Rows are only added."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only

LARGEST = 10**12  # hundredths


class Budget(models.Model):
    """What a brand may give in a period. ``committed`` is what waits and what was approved; it never passes ``amount``.

    Money is whole hundredths of the currency.
    """

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="budgets", db_index=False)
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()
    most_each = models.PositiveBigIntegerField()
    committed = models.PositiveBigIntegerField(default=0)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "starts_on"], name="one_budget_begins_on_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="budget_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=LARGEST) & Q(most_each__gt=0, most_each__lte=F("amount")),
                name="budget_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(committed__lte=F("amount")), name="budget_is_not_overdrawn"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int:
        return self.amount - self.committed


@append_only(set_once=("is_approved", "decided_by_id", "decided_at"))
class Gift(models.Model):
    """Something for one person out of one budget: asked by one of us, decided by another, once."""

    class Kind(models.TextChoices):
        VOUCHER = "voucher", _("A voucher")
        REFUND = "refund", _("Money back")
        PRESENT = "present", _("A present")

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="gifts")
    contact = models.ForeignKey("interactions.Contact", on_delete=models.PROTECT, related_name="gifts")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="gifts", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)  # None while it waits
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "contact"],
                name="one_gift_for_a_person_and_budget",
                condition=Q(is_approved__isnull=True) | Q(is_approved=True),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(reason=""), name="gift_has_amount_and_reason"),
            models.CheckConstraint(condition=Q(kind__in=["voucher", "refund", "present"]), name="gift_kind_is_known"),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="gift_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True) | Q(is_approved=False) | ~Q(decided_by=F("given_by")),
                name="nobody_approves_their_own_gift",
            ),
        ]
        indexes = [
            models.Index(fields=["budget", "-id"], name="gifts_of_budget"),
            models.Index(fields=["budget"], name="gifts_that_wait", condition=Q(is_approved__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


@append_only()
class HandedOver(models.Model):
    """An approved gift reached its person: when, by whom, under which reference. Once."""

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="handed_over")
    reference = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    handed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reference=""), name="handed_over_under_a_reference")]

    def __str__(self) -> str:
        return self.reference
