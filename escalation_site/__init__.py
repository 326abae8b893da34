"""How the rooms are wired and run."""

from escalation_site.celery import app as celery_app

__all__ = ["celery_app"]
