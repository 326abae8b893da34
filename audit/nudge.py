"""The fast path: tell a worker that there is work. Only a hint: the sweeps find whatever a nudge missed."""

import logging

from celery import current_app

from audit.redis import breaker

log = logging.getLogger(__name__)


def nudge(task: str, *args: object, queue: str = "default") -> bool:
    """Publish a task without a second try. False when the broker did not take it; never raises. A frozen broker costs
    the first caller its time-out of two seconds and every later one nothing, until it answers again."""
    if breaker.is_open:
        return False
    try:
        current_app.send_task(task, args=args, queue=queue, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - the work is committed: no fault of the broker may reach the caller
        breaker.trip()
        log.warning("The broker took no nudge (%s); the sweeper does the work until it answers.", error)
        return False
    return True
