"""Who can take an alert over from whoever has it."""

from accounts.models import User
from accounts.rights import people_with
from oncall.models import Alert


def takers_for(alert: Alert) -> tuple[User, ...]:
    """Who is named by its policy and still sees the brand, and who may acknowledge for its team."""
    named = people_with("see_brand", alert.brand).filter(pk__in=alert.plan["members"])
    found = {*named, *people_with("acknowledge", alert.team)} - {alert.acknowledged_by}
    return tuple(sorted(found, key=str))
