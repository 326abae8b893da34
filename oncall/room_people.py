"""Who is affected, one line a person: nobody is left without an answer (R112)."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from interactions.access import linked_to
from interactions.models import Contact
from interactions.models.interaction import OPEN_STATES
from oncall.models import Incident


def people_of(incident: Incident, reader: User) -> QuerySet[Contact, Any]:
    """Those who wait first: how many of their messages are in the room, wait, and were answered; the newest's id."""
    linked = linked_to(reader, incident.pk)
    mine = Q(interactions__in=linked.values("pk"))
    waits = mine & Q(interactions__state__in=OPEN_STATES)
    people = Contact.objects.filter(pk__in=linked.values("contact")).annotate(
        messages=Count("interactions", filter=mine),
        waiting=Count("interactions", filter=waits),
        answered=Count("interactions", filter=mine & Q(interactions__responded_at__isnull=False)),
        newest=Max("interactions", filter=mine),
    )
    return people.order_by("-waiting", "pk")
