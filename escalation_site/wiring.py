"""How the rooms are joined: which subscriber hears which event, which port is filled by whom, what is swept how often.

The only file that knows every room.
"""

from accounts import actions as accounts_actions
from audit import outbox, sealing
from audit.outbox import Subscription
from audit.record import record
from escalation_site.sweeping import Sweep

# Every event there is, with those who hear it. `record()` refuses a name that does not stand here.
SUBSCRIPTIONS: dict[str, list[Subscription]] = {
    "accounts.brand_created": [],
    "accounts.team_created": [],
    "accounts.team_joined": [],
    "accounts.team_left": [],
    "connectors.channel_connected": [],
    "connectors.channel_changed": [],
    "connectors.channel_paused": [],
    "connectors.channel_resumed": [],
    "connectors.channel_failed": [],
    "connectors.channel_recovered": [],
    "connectors.channel_resealed": [],
    "connectors.rejects_kept": [],
    "connectors.reject_repaired": [],
}

# What falls due by itself. `manage.py sweep` runs these; the scheduler runs them too.
SWEEPS: list[Sweep] = [
    Sweep("deliveries", 1, outbox.sweep),
    Sweep("seal", 2, sealing.seal),
]


def connect() -> None:
    """Join the rooms; called once, when every app is loaded."""
    outbox.wire(SUBSCRIPTIONS)
    accounts_actions.recorded.fill(record)
