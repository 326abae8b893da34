"""`/healthz`: what a machine that watches us may know. No secrets, no words of customers."""

import functools
import os
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from audit.redis import breaker, client
from escalation_site import wiring
from oncall.heartbeats import STALE_AFTER
from oncall.models import Heartbeat


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when this installation does its work, else 503. Without Redis it does: slower, but nothing is lost."""
    database = _database()
    checks = {"database": database}
    if database == "ok":
        checks |= {"migrations": _migrations(), "sweeper": _sweeper()}
    is_healthy = set(checks.values()) == {"ok"}
    redis = _redis()
    status = "failing" if not is_healthy else "slow" if redis != "ok" else "ok"
    return JsonResponse({"status": status, **checks, "redis": redis}, status=200 if is_healthy else 503)


def _database() -> str:
    question = "SHOW transaction_read_only" if connection.vendor == "postgresql" else "PRAGMA query_only"
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            answer = cursor.fetchone()[0]
    except DatabaseError:
        return "unreachable"
    path = Path(connection.settings_dict["NAME"])
    is_writable = connection.vendor != "sqlite" or not path.exists() or os.access(path, os.W_OK)
    return "ok" if answer in {"off", 0} and is_writable else "read only"


def _migrations() -> str:
    try:
        _check_migrations()
    except LookupError:
        return "missing"
    return "ok"


@functools.cache
def _check_migrations() -> None:
    """What is applied stays applied while this version runs, so a success is asked for once."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("Some migrations are not applied.")


def _sweeper() -> str:
    now = timezone.now()
    beats = dict(Heartbeat.objects.values_list("name", "beat_at"))
    late = [
        sweep.name
        for sweep in wiring.SWEEPS
        if sweep.name not in beats or now - beats[sweep.name] > STALE_AFTER + timedelta(seconds=sweep.every)
    ]
    return f"late: {', '.join(late)}" if late else "ok"


def _redis() -> str:
    if breaker.is_open:
        return "away"
    try:
        client().ping()
    except (RedisError, OSError):
        breaker.trip()
        return "away"
    return "ok"
