"""Real processes on one database: killed at every named point, two at once, and racing an acknowledgement."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta

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
ROUNDS = int(os.environ.get("DESK_CRASH_ROUNDS", "2"))  # a point in the short form; twenty behind ./test --long


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


def start(*words: str, **environment: str) -> subprocess.Popen[str]:
    """A process that waits for ``go``."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.oncall.process", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": _database(), "DESK_DATA_DIR": str(settings.DATA_DIR)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def go(*processes: subprocess.Popen[str]) -> list[str]:
    """Let them all run at once; what they said. Anything on stderr but a refused nudge fails the test."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=60) for process in processes]
    assert not [errors for _said, errors in ended if "Traceback" in errors], ended
    return [said for said, _errors in ended]


def overdue(alerts: Sequence[Alert] = ()) -> None:
    """As if time had passed: leases, waits and steps are due."""
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(state__in=Page.OPEN).update(next_attempt_at=a_minute_ago)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(next_step_at=a_minute_ago)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_each_point_nothing_is_lost_and_nothing_accepted_twice(
    crew: Cast, peer: webhook_peer.Peer, point: str
) -> None:
    for _round in range(ROUNDS):
        interaction = crew.flagged("major-account")
        outbox.sweep()
        engine.sweep(lanes.at_once)  # the first step is paged
        alert = Alert.objects.get(flags__interaction=interaction)
        overdue([alert])
        if point != "page:before_step":
            actions.escalate(alert.pk)
        killed = start("sweep", DESK_FAULT=point, LEASE_FOR="0")
        go(killed)
        assert killed.returncode == KILLED
        overdue([] if alert.pages.filter(step=2).exists() else [alert])
        go(start("sweep", LEASE_FOR="0"))
        assert set(alert.pages.values_list("step", "state")) == {(1, "sent"), (2, "sent")}
        keys = set(alert.pages.values_list("key", flat=True))
        assert keys <= set(peer.accepted)
        came = [key for key in peer.came if key in keys]
        assert len(came) == len(keys) + (point == "page:after_send")
        assert PageAttempt.objects.filter(page__alert=alert).count() >= len(came)
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_two_sweepers_at_once_page_everybody_once(crew: Cast, peer: webhook_peer.Peer) -> None:
    for number in range(6):
        crew.flagged("major-account" if number % 2 else "hacking")
    go(start("sweep"), start("sweep"))
    go(start("sweep"), start("sweep"))
    alerts = list(Alert.objects.all())
    assert len(alerts) == 2
    overdue(alerts)
    go(start("sweep"), start("sweep"))
    assert sorted(Page.objects.values_list("step", "state")) == [(1, "sent"), (1, "sent"), (2, "sent"), (2, "sent")]
    assert sorted(peer.came) == sorted(peer.accepted)
    assert len(peer.came) == 4


def test_acknowledging_against_escalating_leaves_no_page_behind(crew: Cast, peer: webhook_peer.Peer) -> None:
    for _round in range(ROUNDS):
        interaction = crew.flagged("major-account")
        alert = actions.open_alert(interaction.pk, by=crew.priya)
        overdue([alert])
        processes = [start("acknowledge", str(alert.pk), str(crew.priya.pk)), start("escalate", str(alert.pk))]
        go(*processes, start("escalate", str(alert.pk)))
        taken = Alert.objects.get(pk=alert.pk)
        assert (taken.is_acknowledged, taken.next_step_at) == (True, None)
        assert not taken.pages.filter(state__in=Page.OPEN).exists()
        assert taken.pages.filter(step=2).count() <= 1
        go(start("sweep"))
        assert peer.came == []
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_two_people_at_once_one_has_it_and_the_other_reads_who(crew: Cast) -> None:
    alert = actions.open_alert(crew.flagged("major-account").pk, by=crew.priya)
    people = [crew.priya, crew.tomas]
    said = go(*[start("acknowledge", str(alert.pk), str(person.pk)) for person in people])
    refused = [words for words in said if "has it since" in words]
    assert len(refused) == 1
    assert str(Alert.objects.get(pk=alert.pk).acknowledged_by) in refused[0]


def test_eight_flags_at_once_raise_one_alert(crew: Cast) -> None:
    for _number in range(8):
        crew.flagged("major-account")
    go(*[start("sweep") for _process in range(4)])
    go(start("sweep"))
    assert Alert.objects.get().flags.count() == 8
    assert Page.objects.count() == 1


def _database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    given = connection.settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
