"""Handing an alert over to somebody by name. It stays with whoever has it until that person accepts."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from oncall.actions.lines import tell
from oncall.actions.paging import cancel, plan_pages, send_after_commit
from oncall.checks import check_may_answer, may_take_over
from oncall.models import Alert, HandOver, Page

ANSWER_WITHIN = timedelta(minutes=10)
AT_ONCE = 50


@transaction.atomic
def hand_over(alert: Alert, *, by: User, to: User) -> HandOver:
    """Ask this person to take it over; they are paged. A request that waits already is withdrawn.

    Raises NotAllowed when it is not theirs to give, Invalid for somebody who may not have it.
    """
    locked = Alert.objects.locked(alert.pk)
    if not locked.is_acknowledged or locked.acknowledged_by_id != by.pk:
        raise NotAllowed(_("Only who has a red flag can hand it over."))
    if to.pk == by.pk or not may_take_over(to, locked):
        raise Invalid(_("%(name)s cannot take this. Choose another person.") % {"name": to})
    _end_waiting(locked, HandOver.Outcome.WITHDRAWN, by=by)
    now = timezone.now()
    asked = HandOver.objects.create(alert=locked, by=by, to=to, asked_at=now, expires_at=now + ANSWER_WITHIN)
    locked.swells += 1
    locked.save(update_fields=["swells"])
    plan_pages(locked, [to.pk], cause=Page.Cause.HAND_OVER)
    tell("hand_over_asked", locked, by=by, to=to.pk)
    send_after_commit(locked.pages.filter(state=Page.State.PENDING, cause=Page.Cause.HAND_OVER))
    return asked


@transaction.atomic
def accept(alert: Alert, *, by: User) -> Alert:
    """The person who was asked has it from now on. Accepting twice changes nothing. It lifts no hold.

    Raises NotAllowed, Conflict when nobody asks any more.
    """
    locked = Alert.objects.locked(alert.pk)
    if locked.is_acknowledged and locked.acknowledged_by_id == by.pk:
        return locked
    waiting = _waiting_for(locked, by)
    check_may_answer(by, locked)
    now = timezone.now()
    _end(waiting, HandOver.Outcome.ACCEPTED)
    cancel(locked, cause=Page.Cause.HAND_OVER)
    before = locked.acknowledged_by_id
    locked.acknowledged_by = by
    locked.acknowledged_at = now
    locked.save()
    tell("handed_over", locked, by=by, before=before)
    return locked


@transaction.atomic
def decline(alert: Alert, *, by: User) -> Alert:
    """It stays with whoever has it, who is told. Raises Conflict when nobody asks any more."""
    locked = Alert.objects.locked(alert.pk)
    waiting = _waiting_for(locked, by)
    _end(waiting, HandOver.Outcome.DECLINED)
    cancel(locked, cause=Page.Cause.HAND_OVER)
    tell("hand_over_declined", locked, by=by, asked_by=waiting.by_id)
    return locked


def expire_hand_overs() -> int:
    """Requests that nobody answered in time lapse; how many."""
    due = HandOver.objects.filter(outcome="", expires_at__lte=timezone.now()).order_by("expires_at")
    return sum(_expire(alert_id) for alert_id in list(due.values_list("alert_id", flat=True)[:AT_ONCE]))


@transaction.atomic
def _expire(alert_id: int) -> bool:
    locked = Alert.objects.locked(alert_id)
    waiting = locked.hand_overs.filter(outcome="", expires_at__lte=timezone.now()).first()
    if waiting is None:
        return False
    _end(waiting, HandOver.Outcome.EXPIRED)
    cancel(locked, cause=Page.Cause.HAND_OVER)
    tell("hand_over_expired", locked, by=SYSTEM, to=waiting.to_id)
    return True


def _waiting_for(locked: Alert, person: User) -> HandOver:
    waiting = locked.hand_overs.filter(outcome="", to=person, expires_at__gt=timezone.now()).first()
    if waiting is None or not locked.is_acknowledged:
        raise Conflict(_("Nobody asks you to take this over any more."))
    return waiting


def _end_waiting(locked: Alert, outcome: str, *, by: User) -> None:
    waiting = locked.hand_overs.filter(outcome="").first()
    if waiting is None:
        return
    _end(waiting, outcome)
    cancel(locked, cause=Page.Cause.HAND_OVER)
    tell("hand_over_withdrawn", locked, by=by, to=waiting.to_id)


def _end(waiting: HandOver, outcome: str) -> None:
    waiting.outcome = outcome
    waiting.decided_at = timezone.now()
    waiting.save(update_fields=["outcome", "decided_at"])
