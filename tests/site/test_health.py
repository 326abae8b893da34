"""`/healthz` tells the truth to whoever watches, and no more."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from audit import redis as our_redis
from audit.redis import breaker
from escalation_site import health, wiring
from oncall.heartbeats import beat
from oncall.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_beats():
    for sweep in wiring.SWEEPS:
        beat(sweep.name)


@pytest.fixture
def redis_answers(valkey, settings):
    url, server = valkey
    settings.REDIS_URL = url
    our_redis.client.cache_clear()
    yield server
    our_redis.client.cache_clear()


def test_all_is_well(client, everything_beats, redis_answers):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "sweeper": "ok",
        "redis": "ok",
    }


def test_without_redis_it_is_slow_but_serves(client, everything_beats, redis_answers):
    redis_answers.kill()
    redis_answers.wait()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["redis"]) == ("slow", "away")
    assert breaker.is_open


def test_a_sweep_that_stopped_is_named(client, everything_beats):
    Heartbeat.objects.filter(name="pages").update(beat_at=timezone.now() - timedelta(minutes=2))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["sweeper"] == "late: pages"


def test_a_sweep_never_seen_is_late(client):
    assert client.get("/healthz").json()["sweeper"].startswith("late: ")


def test_a_database_that_refuses_is_said_without_its_reasons(client, monkeypatch):
    def refuse():
        raise DatabaseError("password=swordfish")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
    assert "swordfish" not in answer.content.decode()


def test_missing_migrations_are_said_until_they_are_applied(client, monkeypatch):
    health._check_migrations.cache_clear()
    plans = iter([["a migration"], []])
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: next(plans))
    assert client.get("/healthz").json()["migrations"] == "missing"
    assert client.get("/healthz").json()["migrations"] == "ok"
    assert client.get("/healthz").json()["migrations"] == "ok"


def test_nothing_is_changed_by_asking(client):
    assert client.post("/healthz").status_code == 405
