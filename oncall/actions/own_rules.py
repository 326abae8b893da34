"""A person's own rules: which method is used when, and when they are left alone by what can wait."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction

from accounts.models import User
from audit.record import record
from oncall.models import ContactMethod, QuietHours


@transaction.atomic
def order_methods(*, by: User, waits: Mapping[int, int]) -> None:
    """The minutes after which each of one's own methods is used, by id; others of one's own keep theirs."""
    mine = list(ContactMethod.objects.select_for_update().filter(user=by, pk__in=waits).order_by("pk"))
    changed = [method for method in mine if method.wait_for != waits[method.pk]]
    if not changed:
        return
    for method in changed:
        method.wait_for = waits[method.pk]
        method.save(update_fields=["wait_for"])
    facts = {"waits": {method.pk: method.wait_for for method in mine}}
    record("oncall.methods_ordered", by=by, subject=by, brand=None, facts=facts)


@transaction.atomic
def keep_quiet(*, by: User, starts_at: time | None, ends_at: time | None) -> None:
    """From when until when one is left alone by what can wait; None for both: never. Red that pages at once is not
    held back by it."""
    before = QuietHours.objects.filter(user=by).values_list("starts_at", "ends_at").first() or (None, None)
    if before == (starts_at, ends_at):
        return
    if starts_at is None or ends_at is None:
        QuietHours.objects.filter(user=by).delete()
    else:
        QuietHours.objects.update_or_create(user=by, defaults={"starts_at": starts_at, "ends_at": ends_at})
    facts = {"has_quiet_hours": starts_at is not None}
    record("oncall.quiet_hours_set", by=by, subject=by, brand=None, facts=facts)
