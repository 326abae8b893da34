"""The end of an alert: when the last of its red flags was lowered or closed."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.actors import SYSTEM
from interactions.models import Flag, Interaction
from oncall.actions.lines import tell
from oncall.actions.paging import cancel
from oncall.grouping import BY_TOPIC
from oncall.models import Alert


@transaction.atomic
def settle(interaction_id: int) -> None:
    """Resolve every alert in which nothing is red any more, now that this interaction was lowered or closed."""
    standing = Alert.objects.unresolved().of_red().filter(flags__interaction=interaction_id)
    for pk in standing.order_by("pk").values_list("pk", flat=True):
        alert = Alert.objects.locked(pk)
        if alert.state != Alert.State.RESOLVED and not _still_burns(alert):
            resolve(alert, interaction_id)


def _still_burns(alert: Alert) -> bool:
    """An alert about one topic burns while this topic stands on one of its messages; any other while one is red."""
    red = alert.flags.filter(interaction__level="red").exclude(interaction__state=Interaction.State.CLOSED)
    if alert.key.startswith(BY_TOPIC):
        stands = Flag.objects.filter(
            interaction=OuterRef("interaction"), topic=alert.topic, level="red", withdrawn_at=None
        )
        red = red.filter(Exists(stands) | Q(interaction__topic=alert.topic))
    return red.exists()


def resolve(alert: Alert, interaction_id: int) -> None:
    """End a locked alert; nobody is paged for it any more."""
    cancel(alert)
    alert.state = Alert.State.RESOLVED
    alert.resolved_at = timezone.now()
    alert.next_step_at = None
    alert.next_person = None
    alert.save()
    tell("alert_resolved", alert, by=SYSTEM, interaction=interaction_id)
