"""What a person who is paged can do: take it, or say that they cannot."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict
from audit import faults
from interactions.actions import note_acknowledged
from interactions.models import Interaction
from oncall.actions.escalating import take_step
from oncall.actions.lines import tell
from oncall.actions.paging import cancel, send_after_commit
from oncall.checks import check_may_answer
from oncall.models import Alert, Page

AT_ONCE = 50  # red flags that leave the top of the inbox in the same commit; the subscriber sees to the rest


@transaction.atomic
def acknowledge(alert: Alert, *, by: User) -> Alert:
    """This person has it: nobody else is paged. Taking it twice changes nothing. It lifts no hold.

    Raises NotAllowed, Conflict when somebody else has it or it is resolved.
    """
    locked = Alert.objects.locked(alert.pk)
    check_may_answer(by, locked)
    if locked.is_acknowledged and locked.acknowledged_by_id == by.pk:
        return locked
    check_live(locked)
    now = timezone.now()
    cancel(locked)
    locked.state = Alert.State.ACKNOWLEDGED
    locked.acknowledged_by = by
    locked.acknowledged_at = now
    locked.next_step_at = None
    locked.next_person = None
    locked.save()
    for interaction in () if locked.is_question else _at_hand(locked):  # who answers a question has no red flag by it
        note_acknowledged(interaction, by=by)
    tell("acknowledged", locked, by=by, after=int((now - locked.raised_at).total_seconds()))
    faults.reach("acknowledge:before_commit")
    transaction.on_commit(_after_commit, robust=True)
    return locked


def _after_commit() -> None:
    faults.reach("acknowledge:after_commit")


def _at_hand(alert: Alert) -> list[Interaction]:
    """Its red flags that no other alert asks about and nobody else is working on right now. Waiting for those could be
    a deadlock with whoever holds several; the subscriber sees to them."""
    flagged = Interaction.objects.filter(pk__in=alert.flags.taken().values("interaction")).order_by("pk")
    return list(flagged.select_for_update(skip_locked=True, no_key=True)[:AT_ONCE])


@transaction.atomic
def pass_on(alert: Alert, *, by: User) -> Alert:
    """This person cannot: the next is paged now. Raises NotAllowed, Conflict when somebody has it."""
    locked = Alert.objects.locked(alert.pk)
    check_may_answer(by, locked)
    check_live(locked)
    cancel(locked, user=by)
    locked.passed_by = [*locked.passed_by, by.pk]
    tell("passed_on", locked, by=by)
    take_step(locked)
    send_after_commit(locked.pages.filter(state=Page.State.PENDING))
    return locked


def check_live(alert: Alert) -> None:
    """Somebody is still paged for it. Raises Conflict, naming whoever has it, or when it is resolved."""
    if alert.is_acknowledged and alert.acknowledged_at:
        since = time_format(timezone.localtime(alert.acknowledged_at), "H:i")
        raise Conflict(_("%(name)s has it since %(since)s.") % {"name": alert.acknowledged_by, "since": since})
    if not alert.is_live:
        raise Conflict(_("This is resolved. Nobody is paged for it any more."))
