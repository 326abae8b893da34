"""A process of its own on the test's database: ``python -m tests.oncall.process sweep|acknowledge|escalate ...``.

Its leases end after a moment, so that a test need not wait for what a killed one had in hand.
"""

import os
import sys
from datetime import timedelta

import django


def main(verb: str, *given: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from accounts.models import User  # noqa: PLC0415 - after setup
    from accounts.refusals import Refusal  # noqa: PLC0415
    from audit import outbox  # noqa: PLC0415
    from oncall import actions, engine, lanes  # noqa: PLC0415
    from oncall.models import Alert  # noqa: PLC0415

    engine.LEASE_FOR = timedelta(seconds=float(os.environ.get("LEASE_FOR", "30")))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    if verb == "sweep":
        outbox.sweep()
        engine.sweep(lanes.at_once)
    elif verb == "acknowledge":
        alert_id, user_id = map(int, given)
        try:
            actions.acknowledge(Alert.objects.get(pk=alert_id), by=User.objects.get(pk=user_id))
        except Refusal as refusal:
            sys.stdout.write(f"refused: {refusal}\n")
    elif verb == "escalate":
        for alert_id in map(int, given):
            actions.escalate(alert_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
