"""On-call's lines in the record, and the word to open pages that the alarm changed."""

from typing import Any

from django.db import transaction

from accounts.actors import Actor
from audit.broadcast import publish
from audit.models import Event
from audit.record import record
from oncall.models import Alert


def tell(name: str, alert: Alert, *, by: Actor, **facts: Any) -> Event:
    """Record ``oncall.<name>`` about this alert; open pages of those who answer for it, and of those who have its
    messages, ask for the alarm bar again after the commit."""

    def after_commit() -> None:
        having = alert.flags.order_by().values_list("interaction__team", flat=True).distinct()
        for team in {alert.team_id, *having}:
            publish("alarms", team_id=team, brand_id=alert.brand_id)

    transaction.on_commit(after_commit, robust=True)
    standing = {"owner_team": alert.team_id, "topic": alert.topic_id, "round": alert.round, "step": alert.step}
    return record(f"oncall.{name}", by=by, subject=alert, brand=alert.brand_id, facts=standing | facts)
