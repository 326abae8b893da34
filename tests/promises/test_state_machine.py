"""Everybody does everything in any order, and the promises hold: P1 to P8."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from connectors.webhook.connector import Webhook
from tests.cast import Cast
from tests.long import IS_LONG
from tests.promises.house import RARE, with_a_machine_and_a_closed_team
from tests.promises.network import Network
from tests.promises.safety import SafeHouse, with_thresholds

DAYS = int(os.environ.get("DESK_DAYS", "500" if IS_LONG else "20"))  # how many courses of events are walked


@pytest.mark.django_db
def test_no_order_of_deeds_breaks_a_promise(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Network()
    monkeypatch.setattr(Webhook, "publish", lambda _self, outgoing: network.publish(outgoing))
    monkeypatch.setattr(Webhook, "find", lambda _self, outgoing: network.find(outgoing))
    house = with_thresholds(with_a_machine_and_a_closed_team(cast))
    SafeHouse.cast, SafeHouse.network = house, network
    SafeHouse.reached.clear()
    bounds = settings(
        max_examples=DAYS,
        stateful_step_count=60 if IS_LONG else 40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        derandomize=DAYS == 20,  # every run of the short form walks the same paths; the long one looks for new ones
    )
    run_state_machine_as_test(SafeHouse, settings=bounds)
    assert SafeHouse.reached["drafted"]
    assert SafeHouse.reached["reply_queued"]
    if DAYS > 20:
        with capsys.disabled():
            print("\n".join(f"{count:8} {name}" for name, count in SafeHouse.reached.most_common()))  # noqa: T201
    if IS_LONG:
        assert {name for name in RARE if not SafeHouse.reached[name]} == set()
