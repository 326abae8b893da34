"""Whoever has a red flag and leaves: it is nobody's, so somebody is paged for it again (P4)."""

from django.db import transaction

from accounts.actors import SYSTEM
from accounts.models import Brand, User
from oncall.actions.joining import raise_again
from oncall.checks import may_answer
from oncall.models import Alert


@transaction.atomic
def let_alerts_go(leaver: User, *, brand: Brand) -> int:
    """Raise again what this person has and may not answer for any more; how many. Doing it twice changes nothing."""
    theirs = Alert.objects.unresolved().of_red().filter(brand=brand, acknowledged_by=leaver)
    return sum(_let_go(pk, leaver) for pk in theirs.order_by("pk").values_list("pk", flat=True))


def _let_go(alert_id: int, leaver: User) -> bool:
    alert = Alert.objects.locked(alert_id)
    flagged = alert.flags.select_related("interaction").first()
    is_theirs = alert.is_acknowledged and alert.acknowledged_by_id == leaver.pk
    if flagged is None or not is_theirs or may_answer(leaver, alert):
        return False
    raise_again(alert, flagged.interaction, by=SYSTEM)
    return True
