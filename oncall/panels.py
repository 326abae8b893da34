"""The part that on-call shows beside a red interaction: who has it, who was paged, and the two buttons."""

from accounts.models import User
from interactions.models import Interaction
from interactions.ports import Panel
from oncall.access import page_log, visible_alerts
from oncall.checks import may_answer
from oncall.log import log_page

TRAIL = 12


def panels(interaction: Interaction, user: User) -> list[Panel]:
    """One panel for the newest alert of this interaction, before others for one that nobody has; none when it never
    was in one."""
    alerts = visible_alerts(user).of_red().filter(flags__interaction=interaction.pk)
    newest = alerts.select_related("team", "topic", "acknowledged_by", "next_person").order_by("-pk")
    alert = newest.live().first() or newest.first()
    if alert is None:
        return []
    shown = {
        "alert": alert,
        "trail": log_page(page_log(user).filter(alert=alert), size=TRAIL).entries,
        "may_answer": alert.is_live and may_answer(user, alert),
    }
    return [Panel("oncall/_alert_panel.html", shown)]
