"""The rules in force for a brand, read once for each version."""

from datetime import datetime
from functools import lru_cache

from approvals import policy
from approvals.models import SignOffPolicy, SignOffRule

SHIPPED_VERSION = 1


def in_force(brand_id: int) -> tuple[int, tuple[policy.Rule, ...]]:
    """The version of the brand's policy and its rules; the shipped ones while it has written none. One small query,
    and a few more after each edit."""
    found = SignOffPolicy.objects.filter(brand=brand_id).values_list("pk", "version", "changed_at").first()
    if found is None:
        return SHIPPED_VERSION, policy.shipped()
    pk, version, changed_at = found
    return version, _rules(pk, version, changed_at)


@lru_cache(maxsize=256)
def _rules(pk: int, version: int, changed_at: datetime) -> tuple[policy.Rule, ...]:
    """Version and time name what these rows hold: every edit raises both in its own transaction."""
    del version, changed_at
    rows = SignOffRule.objects.filter(policy=pk, is_active=True)
    return tuple(row.as_rule() for row in rows.prefetch_related("steps", "topics", "channels", "authors"))
