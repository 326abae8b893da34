"""Real processes on one database: killed at every named point, two at once, and racing an acknowledgement."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit import outbox
from audit.faults import KILLED
from connectors import secrets
from oncall import actions, engine, lanes
from oncall.actions.policies import StepTerms
from oncall.models import Alert, ContactMethod, Page, PageAttempt
from tests.cast import Cast, assemble
from tests.oncall import peer as webhook_peer

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

POINTS = [
    "page:before_step",
    "page:before_claim",
    "page:in_claim",
    "page:after_claim",
    "page:after_send",
    "page:after_mark",
]
ROUNDS = int(os.environ.get("DESK_CRASH_ROUNDS", "20"))  # at each point


@pytest.fixture
def peer() -> Iterator[webhook_peer.Peer]:
    with webhook_peer.running() as server:
        yield server


@pytest.fixture
def crew(peer: webhook_peer.Peer, transactional_db: None) -> Cast:
    """Priya, then Tomás, both reached by a webhook that keeps keys."""
    cast = assemble()
    for person in (cast.priya, cast.tomas):
        sealed = secrets.seal({"signing": peer.secret})
        ContactMethod.objects.create(
            user=person, kind="webhook", address=peer.address, secrets=sealed, is_verified=True
        )
    actions.save_policy(
        None,
        by=cast.ada,
        brand=cast.brand,
        name="Red",
        is_default=True,
        topics=[],
        steps=[StepTerms(5, person=cast.priya), StepTerms(5, person=cast.tomas)],
        last_resort=[],
    )
    return cast


class Processes:
    """Runs orders in processes of their own and says how they ended."""

    def __init__(self) -> None:
        self._forks = subprocess.Popen(
            [sys.executable, "-m", "tests.oncall.forks"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": _database(), "DESK_DATA_DIR": str(settings.DATA_DIR)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *orders: dict[str, Any]) -> list[str]:
        """All at once; what they said. One that was not told to die and did fails the test."""
        assert self._forks.stdin is not None
        assert self._forks.stdout is not None
        self._forks.stdin.write(json.dumps(orders) + "\n")
        self._forks.stdin.flush()
        ended = json.loads(self._forks.stdout.readline())
        assert [each["status"] for each in ended] == [KILLED if order["fault"] else 0 for order in orders], ended
        said = [each["said"] for each in ended]
        assert not [words for words in said if "Traceback" in words], said
        return said

    def end(self) -> None:
        self._forks.communicate(timeout=30)


def order(verb: str, *given: int, fault: str = "", lease_for: float = 30) -> dict[str, Any]:
    return {"verb": verb, "given": given, "fault": fault, "lease_for": lease_for}


@pytest.fixture
def processes(transactional_db: None) -> Iterator[Processes]:
    started = Processes()
    yield started
    started.end()


def overdue(alerts: Sequence[Alert] = ()) -> None:
    """As if time had passed: leases, waits and steps are due."""
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(state__in=Page.OPEN).update(next_attempt_at=a_minute_ago)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(next_step_at=a_minute_ago)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_each_point_nothing_is_lost_and_nothing_accepted_twice(
    crew: Cast, peer: webhook_peer.Peer, processes: Processes, point: str
) -> None:
    for _round in range(ROUNDS):
        interaction = crew.flagged("major-account")
        outbox.sweep()
        engine.sweep(lanes.at_once)  # the first step is paged
        alert = Alert.objects.get(flags__interaction=interaction)
        overdue([alert])
        if point != "page:before_step":
            actions.escalate(alert.pk)
        processes.run(order("sweep", fault=point, lease_for=0))
        overdue([] if alert.pages.filter(step=2).exists() else [alert])
        processes.run(order("sweep", lease_for=0))
        assert set(alert.pages.values_list("step", "state")) == {(1, "sent"), (2, "sent")}
        keys = set(alert.pages.values_list("key", flat=True))
        assert keys <= set(peer.accepted)
        came = [key for key in peer.came if key in keys]
        assert len(came) == len(keys) + (point == "page:after_send")
        assert PageAttempt.objects.filter(page__alert=alert).count() >= len(came)
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_two_sweepers_at_once_page_everybody_once(crew: Cast, peer: webhook_peer.Peer, processes: Processes) -> None:
    for number in range(6):
        crew.flagged("major-account" if number % 2 else "hacking")
    processes.run(order("sweep"), order("sweep"))
    processes.run(order("sweep"), order("sweep"))
    alerts = list(Alert.objects.all())
    assert len(alerts) == 2
    overdue(alerts)
    processes.run(order("sweep"), order("sweep"))
    assert sorted(Page.objects.values_list("step", "state")) == [(1, "sent"), (1, "sent"), (2, "sent"), (2, "sent")]
    assert sorted(peer.came) == sorted(peer.accepted)
    assert len(peer.came) == 4


def test_acknowledging_against_escalating_leaves_no_page_behind(
    crew: Cast, peer: webhook_peer.Peer, processes: Processes
) -> None:
    for _round in range(ROUNDS):
        interaction = crew.flagged("major-account")
        alert = actions.open_alert(interaction.pk, by=crew.priya)
        overdue([alert])
        escalations = [order("escalate", alert.pk)] * 2
        processes.run(order("acknowledge", alert.pk, crew.priya.pk), *escalations)
        taken = Alert.objects.get(pk=alert.pk)
        assert (taken.is_acknowledged, taken.next_step_at) == (True, None)
        assert not taken.pages.filter(state__in=Page.OPEN).exists()
        assert taken.pages.filter(step=2).count() <= 1
        processes.run(order("sweep"))
        assert peer.came == []
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_two_people_at_once_one_has_it_and_the_other_reads_who(crew: Cast, processes: Processes) -> None:
    alert = actions.open_alert(crew.flagged("major-account").pk, by=crew.priya)
    people = [crew.priya, crew.tomas]
    said = processes.run(*[order("acknowledge", alert.pk, person.pk) for person in people])
    refused = [words for words in said if "has it since" in words]
    assert len(refused) == 1
    assert str(Alert.objects.get(pk=alert.pk).acknowledged_by) in refused[0]


def test_eight_flags_at_once_raise_one_alert(crew: Cast, processes: Processes) -> None:
    for _number in range(8):
        crew.flagged("major-account")
    processes.run(*[order("sweep")] * 4)
    processes.run(order("sweep"))
    assert Alert.objects.get().flags.count() == 8
    assert Page.objects.count() == 1


def _database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    given = connection.settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
