"""The floor under Celery: every sweep has its own turn, and no sweep can take another's."""

import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from escalation_site import sweeping, tasks, wiring
from escalation_site.management.commands import sweep as command
from escalation_site.sweeping import Sweep, Sweeper, run_once
from tests.site.product import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def fail():
    raise ValueError("no")


@pytest.fixture
def running():
    """Starts a sweeper in a thread; ends it after the test."""
    started = []

    def start(*sweeps, beat=lambda name: None):
        sweeper = Sweeper(sweeps, beat)
        ended = []
        thread = threading.Thread(target=lambda: ended.append(sweeper.run()))
        thread.start()
        started.append((sweeper, thread))
        return sweeper, ended

    yield start
    for sweeper, thread in started:
        sweeper.stopping.set()
        thread.join(10)


def test_a_failing_sweep_stops_no_other(caplog):
    ran = []
    sweeps = [Sweep("broken", 1, fail), Sweep("sound", 1, lambda: ran.append(1))]
    assert run_once(sweeps) == ["broken"]
    assert ran == [1]
    assert "Sweep “broken” failed" in caplog.text


def test_a_sweep_whose_connection_cannot_be_let_go_has_failed_and_comes_again(running, monkeypatch, caplog):
    ran, faults = [], [OSError("gone")]

    def close() -> None:
        if ran and faults:
            raise faults.pop()

    monkeypatch.setattr(sweeping, "close_old_connections", close)
    running(Sweep("sound", 0.01, lambda: ran.append(1)))
    assert wait_until(lambda: len(ran) > 2)
    assert "Sweep “sound” failed" in caplog.text


def test_a_hanging_sweep_delays_no_other_and_its_heartbeat_stops(running):
    gate, ran, beats = threading.Event(), [], []
    sweeper, _ = running(Sweep("hanging", 0, gate.wait), Sweep("sound", 0.01, lambda: ran.append(1)), beat=beats.append)
    assert wait_until(lambda: len(ran) > 3)
    assert set(beats) == {"sound"}
    gate.set()
    assert wait_until(lambda: "hanging" in beats)
    sweeper.stopping.set()


def test_a_failing_sweep_goes_on_trying_beats_not_and_complains_once(running, caplog):
    tried, beats = [], []

    def fail_and_count():
        tried.append(1)
        fail()

    running(Sweep("broken", 0.01, fail_and_count), beat=beats.append)
    assert wait_until(lambda: len(tried) > 5)
    assert beats == []
    assert caplog.text.count("Sweep “broken” failed") == 1


def test_a_sweep_that_never_comes_back_ends_the_sweeper_by_name(running, monkeypatch):
    monkeypatch.setattr(sweeping, "LONGEST_RUN", 0.01)
    gate = threading.Event()
    _, ended = running(Sweep("hanging", 1, gate.wait))
    assert wait_until(lambda: ended == ["hanging"])
    gate.set()


def test_once_runs_everything_and_names_what_failed(monkeypatch):
    ran = []
    monkeypatch.setattr(wiring, "SWEEPS", [Sweep("sound", 1, lambda: ran.append(1))])
    call_command("sweep", "--once")
    tasks.sweep()
    assert ran == [1, 1]
    monkeypatch.setattr(wiring, "SWEEPS", [Sweep("broken", 1, fail)])
    with pytest.raises(CommandError, match="broken"):
        call_command("sweep", "--once")


def test_a_stuck_sweep_ends_the_process_so_that_it_is_started_afresh(monkeypatch, capsys):
    monkeypatch.setattr(command.Sweeper, "run", lambda _self: "pages")
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    ended = []
    monkeypatch.setattr(command.os, "_exit", ended.append)
    call_command("sweep")
    assert ended == [command.STUCK]
    assert "“pages” did not come back" in capsys.readouterr().err


def test_every_sweep_of_the_product_runs_on_an_empty_database(db):
    assert run_once(wiring.SWEEPS) == []
