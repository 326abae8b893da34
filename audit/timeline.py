"""Reading the record: what happened to one thing, newest last."""

from django.db import models
from django.db.models import QuerySet

from audit.models import Event


def timeline(subject: models.Model) -> QuerySet[Event]:
    """The events of this subject with their people and words, in the order they were written."""
    return (
        Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
        .select_related("actor", "detail")
        .order_by("id")
    )
