"""No sweeper, no worker, no Redis: a red flag still pages somebody as soon as anybody opens a page (P4)."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from escalation_site import rescue
from interactions import actions
from interactions.models import Reply
from oncall import lanes
from oncall.heartbeats import beat
from oncall.models import Page
from tests.cast import Cast


@pytest.fixture
def rescuer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[rescue.Rescuer]:
    settings.RESCUES_SWEEPS = True
    fresh = rescue.Rescuer()
    monkeypatch.setattr(rescue, "rescuer", fresh)
    yield fresh
    ended(fresh)


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry a sweep."""
    runs: list[int] = []
    monkeypatch.setattr(rescue, "run_once", lambda sweeps: runs.append(len(sweeps)))
    return runs


def ended(rescuer: rescue.Rescuer) -> None:
    if rescuer.thread and rescuer.thread.is_alive():
        rescuer.thread.join(30)
    lanes.finish()


@pytest.mark.django_db(transaction=True)
def test_a_page_goes_out_though_nothing_but_the_web_server_runs(
    cast: Cast, client: Client, rescuer: rescue.Rescuer
) -> None:
    cast.flagged("hacking")
    assert not Page.objects.exists()
    assert client.get("/accounts/login/").status_code == 200
    ended(rescuer)
    assert set(Page.objects.values_list("state", flat=True)) == {Page.State.SENT}
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(Page.objects.values_list("address", flat=True))


@pytest.mark.django_db(transaction=True)
def test_nothing_that_could_hang_on_a_network_delays_the_next_page(
    cast: Cast, client: Client, rescuer: rescue.Rescuer
) -> None:
    actions.draft(cast.flagged("praise"), by=cast.jonas, text="Thank you.")
    cast.flagged("hacking")
    client.get("/accounts/login/")
    ended(rescuer)
    assert Page.objects.filter(state=Page.State.SENT).exists()
    assert Reply.objects.get().state == Reply.State.PENDING


def test_a_sweeper_that_starts_beside_it_is_given_its_time(settings: Any) -> None:
    settings.RESCUES_SWEEPS = True
    young = rescue.Rescuer(grace=60)
    young.come()
    assert young.thread is None


@pytest.mark.django_db(transaction=True)
def test_while_a_sweeper_is_heard_of_nobody_else_sweeps(
    client: Client, rescuer: rescue.Rescuer, swept: list[int]
) -> None:
    beat("pages")
    client.get("/accounts/login/")
    ended(rescuer)
    assert rescuer.thread is not None
    assert swept == []


@pytest.mark.django_db(transaction=True)
def test_many_requests_make_one_look(client: Client, rescuer: rescue.Rescuer, swept: list[int]) -> None:
    for _request in range(5):
        client.get("/accounts/login/")
    ended(rescuer)
    assert len(swept) == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_still_sweeps_is_not_joined_by_another(
    rescuer: rescue.Rescuer, monkeypatch: pytest.MonkeyPatch, swept: list[int]
) -> None:
    monkeypatch.setattr(rescue, "LOOK_EVERY", 0.0)
    gate = threading.Event()
    monkeypatch.setattr(rescue, "is_stale", lambda _name: gate.wait(30))
    rescuer.come()
    first = rescuer.thread
    rescuer.come()
    assert rescuer.thread is first
    gate.set()
    ended(rescuer)
    assert len(swept) == 1


@pytest.mark.django_db
def test_it_asks_the_database_nothing_in_the_requests_own_thread(
    rescuer: rescue.Rescuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescuer, "_look", lambda: None)
    with CaptureQueriesContext(connection) as sent:
        rescuer.come()
    assert len(sent) == 0


@pytest.mark.parametrize("fault", [DatabaseError("gone"), RuntimeError("can't start new thread")])
def test_whatever_fails_the_answer_stands(
    rescuer: rescue.Rescuer, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_given: object) -> None:
        raise fault

    if isinstance(fault, DatabaseError):
        monkeypatch.setattr(rescue, "is_stale", fail)
        monkeypatch.setattr(rescue, "connection", type("Connection", (), {"close": lambda self: None})())
    else:
        monkeypatch.setattr(threading.Thread, "start", fail)
    answer = object()
    assert rescue.RescueMiddleware(lambda _request: answer)(None) is answer  # type: ignore[arg-type, return-value]
    monkeypatch.undo()


def test_it_stays_away_where_it_is_switched_off(settings: Any) -> None:
    settings.RESCUES_SWEEPS = False
    rescuer = rescue.Rescuer()
    rescuer.come()
    assert rescuer.thread is None
