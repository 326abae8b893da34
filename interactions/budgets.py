"""Which budget pays for a gift."""

from datetime import date

from django.utils import timezone

from accounts.models import Brand
from accounts.zones import zone_named
from interactions.models import Budget


def budget_of(brand: Brand, on: date | None = None) -> Budget | None:
    """The budget of the day, as the brand's own calendar has it. One query."""
    day = on or timezone.localdate(timezone=zone_named(brand.time_zone))
    return Budget.objects.filter(brand=brand, starts_on__lte=day, ends_on__gte=day).first()
