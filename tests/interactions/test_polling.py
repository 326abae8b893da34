"""Reading the channels that do not knock."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.models import Event
from connectors import actions as channels
from connectors.contract import Fetched, FetchError, Parsed, Rejected
from connectors.models import Channel
from connectors.models import Rejected as KeptReject
from interactions import polling
from interactions.models import Interaction
from tests.cast import Cast
from tests.connectors import imap_server

pytestmark = pytest.mark.django_db


class Mailbox:
    """A network that hands out its mails two at a time; the cursor is how many were read."""

    def __init__(self, *messages: Any, fault: Exception | None = None) -> None:
        self.messages, self.fault, self.asked = list(messages), fault, list[int]()
        self.depth = len(connection.savepoint_ids)

    def fetch(self, cursor: dict[str, Any]) -> Fetched:
        assert len(connection.savepoint_ids) <= self.depth, "a network is called within a transaction of ours"
        if self.fault:
            raise self.fault
        start = int(cursor.get("read", 0))
        self.asked.append(start)
        end = start + 2
        return Fetched(Parsed(tuple(self.messages[start:end])), {"read": end}, end < len(self.messages))


Connected = Callable[..., Channel]


@pytest.fixture
def connected(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Connected:
    """Connects a mailbox as a channel of its own."""
    mailboxes: dict[str, Mailbox] = {}
    monkeypatch.setattr(polling, "connector_for", lambda channel: mailboxes[channel.slug])

    def connect(slug: str, mailbox: Mailbox) -> Channel:
        mailboxes[slug] = mailbox
        settings = {"imap_host": "127.0.0.1", "imap_user": "care"}
        secrets = {"imap_password": "secret"}
        team = cast.teams["care"]
        return channels.connect(
            by=SYSTEM, team=team, slug=slug, name=slug, network="email", settings=settings, secrets=secrets
        )

    return connect


def test_a_sweep_reads_everything_and_remembers_the_place_with_the_messages(cast: Cast, connected: Connected) -> None:
    mailbox = Mailbox(*[cast.message() for _number in range(5)])
    channel = connected("mail", mailbox)
    assert polling.sweep() == 1
    channel = Channel.objects.get(pk=channel.pk)
    assert (channel.cursor, mailbox.asked, Interaction.objects.count()) == ({"read": 6}, [0, 2, 4], 5)
    assert channel.last_received_at


def test_a_channel_is_read_again_when_its_time_has_come(cast: Cast, connected: Connected) -> None:
    mailbox = Mailbox()
    connected("mail", mailbox)
    assert (polling.sweep(), polling.sweep()) == (1, 0)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert polling.sweep() == 1
    assert len(mailbox.asked) == 2


def test_a_paused_channel_is_not_read(connected: Connected) -> None:
    channels.pause(by=SYSTEM, channel=connected("mail", Mailbox()))
    assert polling.sweep() == 0


@pytest.mark.parametrize("fault", [FetchError("The server is asleep."), RuntimeError("a customer's words")])
def test_a_channel_that_fails_stops_no_other_and_says_why(
    cast: Cast, connected: Connected, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    bad = connected("bad", Mailbox(fault=fault))
    connected("good", Mailbox(cast.message()))
    assert polling.sweep() == 2
    assert Interaction.objects.count() == 1
    failing = Channel.objects.get(pk=bad.pk)
    assert failing.last_error in {"The server is asleep.", "Reading it failed in a way nobody foresaw: RuntimeError."}
    assert "words" not in caplog.text
    assert Event.objects.filter(name="connectors.channel_failed").count() == 1


def test_a_channel_that_answers_again_is_well(connected: Connected) -> None:
    mailbox = Mailbox(fault=FetchError("Asleep."))
    channel = connected("mail", mailbox)
    polling.sweep()
    mailbox.fault = None
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        polling.sweep()
    assert not Channel.objects.get(pk=channel.pk).is_failing
    assert Event.objects.filter(name="connectors.channel_recovered").count() == 1


def test_what_cannot_be_read_is_kept_once(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox()
    channel = connected("mail", mailbox)
    broken = Fetched(Parsed(rejected=(Rejected(7, "no sender", "raw"),)), {})
    monkeypatch.setattr(mailbox, "fetch", lambda _cursor: broken)
    polling.sweep()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        polling.sweep()
    assert KeptReject.objects.get(channel=channel).position == 7


def test_a_poller_that_was_overtaken_neither_doubles_nor_moves_the_place_back(cast: Cast, connected: Connected) -> None:
    mailbox = Mailbox(*[cast.message() for _number in range(4)])
    channel = connected("mail", mailbox)
    slow = mailbox.fetch({})
    polling.sweep()
    polling._store(channel, slow, read_from={})
    assert Channel.objects.get(pk=channel.pk).cursor == {"read": 4}
    assert Interaction.objects.count() == 4


def test_nothing_is_stored_when_the_messages_cannot_be(
    cast: Cast, connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = connected("mail", Mailbox(cast.message()))

    def refuse(*_given: Any, **_facts: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(polling, "take", refuse)
        polling.sweep()
    assert Channel.objects.get(pk=channel.pk).cursor == {}
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        polling.sweep()
    assert Interaction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_pollers_at_once_read_a_channel_once(cast: Cast, connected: Connected) -> None:
    mailbox = Mailbox(cast.message())
    connected("mail", mailbox)
    together = threading.Barrier(2)

    def poll() -> None:
        together.wait()
        polling.sweep()
        connection.close()

    pollers = [threading.Thread(target=poll) for _each in range(2)]
    for poller in pollers:
        poller.start()
    for poller in pollers:
        poller.join()
    assert (mailbox.asked, Interaction.objects.count()) == ([0], 1)


def test_a_real_mailbox_is_read_over_a_real_socket(cast: Cast) -> None:
    with imap_server.running() as mail:
        mail.inbox.deliver(
            b"From: Tess <tess@home.example>\r\nMessage-ID: <1@home>\r\nSubject: Bag\r\n\r\nMy suitcase\r\n"
        )
        channels.connect(
            by=SYSTEM,
            team=cast.teams["care"],
            slug="mail",
            name="Mail",
            network="email",
            handle="care@tern.example",
            settings={
                "imap_host": "127.0.0.1",
                "imap_port": mail.port,
                "imap_security": "none",
                "imap_user": "care",
            },
            secrets={"imap_password": mail.password},
        )
        assert polling.sweep() == 1
    interaction = Interaction.objects.get()
    assert (interaction.subject, interaction.level, interaction.is_public) == ("Bag", "yellow", False)
