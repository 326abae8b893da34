"""Real processes on the test's database: one that has Django loaded and no connection forks a child for each order.

An order is a line of JSON, a list of children that run at once: ``[{"verb": "sweep", "given": [], "fault": ""}]``.
The answer is a line of JSON too: what each said and how it ended.
"""

import json
import os
import sys
import traceback
from datetime import timedelta
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from accounts.models import User  # noqa: E402 - after setup
from accounts.refusals import Refusal  # noqa: E402
from audit import outbox  # noqa: E402
from oncall import actions, engine, lanes  # noqa: E402
from oncall.models import Alert  # noqa: E402


def sweep() -> str:
    outbox.sweep()
    engine.sweep(lanes.at_once)
    lanes.finish()
    return ""


def acknowledge(alert_id: int, user_id: int) -> str:
    try:
        actions.acknowledge(Alert.objects.get(pk=alert_id), by=User.objects.get(pk=user_id))
    except Refusal as refusal:
        return str(refusal)
    return ""


def escalate(alert_id: int) -> str:
    return str(actions.escalate(alert_id))


VERBS = {"sweep": sweep, "acknowledge": acknowledge, "escalate": escalate}


def child(order: dict[str, Any]) -> tuple[int, int]:
    """Fork one that does what is ordered; its id, and where it can be read."""
    reads, writes = os.pipe()
    if pid := os.fork():
        os.close(writes)
        return pid, reads
    os.environ["DESK_FAULT"] = order["fault"]
    engine.LEASE_FOR = timedelta(seconds=order["lease_for"])
    try:
        said = VERBS[order["verb"]](*order["given"])
    except BaseException:  # noqa: BLE001 - told to the test
        said = traceback.format_exc()
    os.write(writes, said.encode())
    os._exit(0)


def main() -> None:
    for line in sys.stdin:
        children = [child(order) for order in json.loads(line)]
        ended = []
        for pid, reads in children:
            with os.fdopen(reads) as pipe:
                said = pipe.read()
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            ended.append({"said": said, "status": status})
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
