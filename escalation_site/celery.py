"""Celery is the fast path: whatever it is told, it could have found in the database. No results, no ETA."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "escalation_site.settings")

SWEEP_EVERY = 5.0

app = Celery("escalation_site")
# Threads of the web server ask for `current_app` too; only the default is seen by every thread.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A second source for the sweeps beside `manage.py sweep`. A run that found no worker in time is dropped, not piled up.
app.conf.beat_schedule = {
    "sweep": {"task": "escalation_site.tasks.sweep", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
}
