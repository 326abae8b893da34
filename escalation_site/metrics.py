"""`/metrics`: facts of the database in Prometheus' text form, the same from whichever server is asked."""

import ipaddress
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from accounts.refusals import NotAllowed
from audit.models import Delivery, Event
from interactions.models import Interaction, Reply
from oncall.models import Alert, Heartbeat, Page


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever sends the token; without a token set, for this machine alone. Counts and ages, no names."""
    if not may_read(request):
        raise NotAllowed("Metrics are for the operators' monitoring. It needs the token in DESK_METRICS_TOKEN.")
    registry = CollectorRegistry()
    registry.register(Facts())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """A request that came through a proxy is never from this machine, whatever address the proxy has."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    is_direct = not {"x-forwarded-for", "forwarded", "x-real-ip"} & {name.lower() for name in request.headers}
    return is_direct and ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "::").is_loopback


class Facts(Collector):
    """Asked anew for every answer; each gauge is one query on an index."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        due = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=now)
        oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
        yield _gauge("desk_deliveries_due", "Deliveries that are due and not made", due.count())
        yield _gauge(
            "desk_deliveries_oldest_seconds", "How long the oldest has been due", _age(oldest, now) if oldest else 0
        )
        yield _gauge("desk_events_unsealed", "Events not yet in the chain", Event.objects.filter(seal=None).count())
        yield _gauges(
            "desk_interactions_open", "Open interactions", "level", _counts(Interaction.objects.open(), "level")
        )
        waiting = Reply.objects.exclude(state__in=[Reply.State.SENT, Reply.State.RECALLED])
        yield _gauges("desk_replies", "Replies not posted", "state", _counts(waiting, "state"))
        unsent = Page.objects.filter(state=Page.State.PENDING, next_attempt_at__lte=now)
        yield _gauge("desk_pages_due", "Pages that are due and not sent", unsent.count())
        unheard = Alert.objects.filter(state=Alert.State.LIVE)
        yield _gauge("desk_alerts_live", "Alerts nobody has acknowledged", unheard.count())
        beats = Heartbeat.objects.values_list("name", "beat_at")
        ages = [(name, _age(beat_at, now)) for name, beat_at in beats]
        yield _gauges("desk_heartbeat_age_seconds", "Since this sweep last did its work", "sweep", ages)


def _counts(rows: Any, field: str) -> Iterable[tuple[str, float]]:
    found: Iterable[tuple[str, float]] = rows.order_by().values_list(field).annotate(count=Count("pk"))
    return found


def _gauge(name: str, text: str, number: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=number)


def _gauges(name: str, text: str, label: str, numbers: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, number in numbers:
        family.add_metric([key or "none"], number)
    return family


def _age(at: Any, now: Any) -> float:
    age: float = (now - at).total_seconds()
    return age
