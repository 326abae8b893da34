"""Setting right what must never be. Each looks again under the lock, and does nothing when it is right by now."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.record import record
from interactions.models import Interaction
from oncall.actions.escalating import take_step
from oncall.actions.lines import tell
from oncall.actions.paging import cancel, set_free
from oncall.actions.raising import open_alert
from oncall.models import Alert, Page
from oncall.plans import people_answering_for
from oncall.policy import everybody

GRACE = timedelta(minutes=2)  # what is younger may still be on its way


@transaction.atomic
def raise_what_is_silent(interaction_id: int) -> bool:
    """A red flag that no alert holds is put into one."""
    alert = open_alert(interaction_id, by=SYSTEM)
    if alert is None:
        return False
    tell("mended", alert, by=SYSTEM, what="red_without_alert", interaction=interaction_id)
    return True


@transaction.atomic
def page_everybody(alert_id: int) -> bool:
    """An alert whose step does not come, because its plan cannot be followed, is paged to everybody who answers for
    its team, at once and again."""
    alert = Alert.objects.locked(alert_id)
    now = timezone.now()
    if not alert.is_live or alert.next_step_at is None or now - alert.next_step_at < GRACE:
        return False
    try:
        with transaction.atomic():
            take_step(alert)
    except Exception:  # noqa: BLE001 - whatever is wrong with it: somebody is paged
        alert = Alert.objects.locked(alert_id)
        alert.plan = everybody(people_answering_for(alert.team)).to_json()
        alert.step = 0
        alert.round += 1
        alert.passed_by = []
        take_step(alert)
        tell("mended", alert, by=SYSTEM, what="plan_not_followed")
    return True


@transaction.atomic
def call_off(alert_id: int) -> bool:
    """Pages that still wait for an alert that somebody has, or that is over."""
    alert = Alert.objects.locked(alert_id)
    if alert.is_live or not alert.pages.filter(state__in=Page.OPEN, cause=Page.Cause.STEP).exists():
        return False
    cancel(alert, cause=Page.Cause.STEP)
    tell("mended", alert, by=SYSTEM, what="page_of_what_somebody_has")
    return True


@transaction.atomic
def let_go(page_id: int) -> bool:
    """What travels with a page that is not under way any more goes on its own."""
    carrier = Page.objects.select_for_update().get(pk=page_id)
    if carrier.state in Page.OPEN or not carrier.carries.filter(state=Page.State.BUNDLED).exists():
        return False
    set_free([page_id])
    record("oncall.mended", by=SYSTEM, subject=carrier, brand=None, facts={"what": "bundled_with_what_is_over"})
    return True


@transaction.atomic
def count_again(alert_id: int) -> bool:
    alert = Alert.objects.locked(alert_id)
    count = Interaction.objects.filter(pk__in=alert.flags.values("interaction")).count()
    if count == alert.flag_count:
        return False
    alert.flag_count = count
    alert.save(update_fields=["flag_count"])
    tell("mended", alert, by=SYSTEM, what="flag_count")
    return True
