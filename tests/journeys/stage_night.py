"""What hours do to the demo's pages: ``python -m tests.journeys.stage_night over TOPIC`` or ``… unanswered TOPIC``.

``over``: the alerts of this topic were settled hours ago, so that the next one is another crisis. ``unanswered``: the
time of whoever was paged for it is up.
"""

import sys
from datetime import timedelta

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.utils import timezone

from oncall.models import Alert


def main(what: str, topic: str) -> None:
    alerts = Alert.objects.unresolved().filter(topic__slug=topic)
    now = timezone.now()
    if what == "over":
        alerts.update(state=Alert.State.RESOLVED, resolved_at=now - timedelta(hours=3), next_step_at=None)
    else:
        alerts.live().update(next_step_at=now)


if __name__ == "__main__":
    main(*sys.argv[1:])
