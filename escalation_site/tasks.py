from celery import shared_task

from escalation_site import wiring
from escalation_site.sweeping import run_once


@shared_task(name="escalation_site.tasks.sweep")
def sweep() -> None:
    run_once(wiring.SWEEPS)
