"""Connecting and changing channels, their health, their secrets and what could not be read."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib import admin
from django.test import RequestFactory
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from connectors import actions, contract, secrets
from connectors.models import Channel, Rejected
from connectors.registry import connector_for
from connectors.webhook.connector import Webhook
from connectors.webhook.signatures import new_secret

SECRET = new_secret()


@pytest.fixture
def connected(cast):
    return actions.connect(
        by=cast.ada,
        team=cast.teams["care"],
        slug="harbour",
        name="Harbour",
        network="webhook",
        handle="@ternair",
        settings={"url": "https://harbour.example/reply"},
        secrets={"incoming_secrets": SECRET, "reply_secret": SECRET},
    )


def names(channel):
    about = Event.objects.filter(subject_type="connectors.channel", subject_id=channel.pk).order_by("pk")
    return [name.partition(".")[2] for name in about.values_list("name", flat=True)]


def rejected(position, raw="{"):
    return contract.Rejected(position, "the line is not JSON", raw)


def test_an_admin_connects_a_channel_and_the_record_says_so(cast, connected):
    assert (connected.brand, connected.is_public, connected.max_length) == (cast.brand, True, 5_000)
    assert names(connected) == ["channel_connected"]
    connector = connector_for(Channel.objects.get(slug="harbour"))
    assert isinstance(connector, Webhook)
    assert connector.setting("incoming_secrets") == SECRET


@pytest.mark.parametrize("person", ["amara", "dev", "priya", "axel", "nora"])
def test_nobody_else_may(cast, connected, person):
    by = getattr(cast, person)
    with pytest.raises(NotAllowed):
        actions.connect(by=by, team=cast.teams["care"], slug="x", name="x", network="file")
    with pytest.raises(NotAllowed):
        actions.change(by=by, channel=connected, name="Mine")
    with pytest.raises(NotAllowed):
        actions.pause(by=by, channel=connected)
    with pytest.raises(NotAllowed):
        actions.resume(by=by, channel=connected)
    assert names(connected) == ["channel_connected"]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"slug": "harbour"}, Conflict),
        ({"network": "telegraph"}, Invalid),
        ({"network": "webhook"}, Invalid),
        ({"undo_for": 601}, Invalid),
    ],
)
def test_what_cannot_work_is_not_connected(cast, connected, facts, refusal):
    with pytest.raises(refusal):
        actions.connect(
            **({"by": cast.ada, "team": cast.teams["care"], "slug": "x", "name": "x", "network": "file"} | facts)
        )
    assert not Channel.objects.filter(slug="x").exists()


def test_credentials_are_not_in_the_database_the_record_or_the_admin(cast, connected):
    key = SECRET.removeprefix("whsec_")
    row = Channel.objects.filter(pk=connected.pk).values().get()
    assert key not in str(row)
    assert key not in str([event.facts for event in Event.objects.all()])
    assert key not in repr(connector_for(connected).account)
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("root@tern.example", full_name="Root")
    page = admin.site.get_model_admin(Channel).changeform_view(request, str(connected.pk)).render().content.decode()
    assert "••••••••" in page
    assert connected.secrets not in page
    assert key not in page


def test_changing_one_secret_keeps_the_others(cast, connected):
    fresh = new_secret()
    changed = actions.change(by=cast.ada, channel=connected, secrets={"incoming_secrets": fresh}, name="Harbour 2")
    opened = secrets.unseal(changed.secrets)
    assert opened == {"incoming_secrets": fresh, "reply_secret": SECRET}
    assert names(connected) == ["channel_connected", "channel_changed"]
    event = Event.objects.get(name="connectors.channel_changed")
    assert event.facts["changed"] == ["name"]
    assert event.facts["secrets"] == ["incoming_secrets"]


@pytest.mark.parametrize("changes", [{"slug": "other"}, {"secrets": {"incoming_secrets": "weak"}}, {"undo_for": -1}])
def test_what_cannot_work_is_not_changed(cast, connected, changes):
    with pytest.raises(Invalid):
        actions.change(by=cast.ada, channel=connected, **changes)
    assert names(connected) == ["channel_connected"]


def test_a_channel_never_moves_to_another_brand(cast, connected):
    with pytest.raises(Invalid, match="stays with its brand"):
        actions.change(by=SYSTEM, channel=connected, team=cast.other_brand.teams.get())


def test_pausing_twice_is_pausing_once(cast, connected):
    actions.pause(by=cast.ada, channel=connected)
    actions.pause(by=cast.ada, channel=connected)
    actions.resume(by=cast.ada, channel=connected)
    assert names(connected) == ["channel_connected", "channel_paused", "channel_resumed"]


def test_a_row_of_failures_is_one_event_and_so_is_the_recovery(connected):
    actions.note_error(channel=connected, error="refused")
    begun = Channel.objects.get(pk=connected.pk).last_error_at
    actions.note_error(channel=connected, error="refused again")
    channel = Channel.objects.get(pk=connected.pk)
    assert (channel.last_error, channel.last_error_at, channel.is_failing) == ("refused again", begun, True)
    actions.note_success(channel=connected, has_received=False)
    actions.note_success(channel=connected, has_received=True)
    channel = Channel.objects.get(pk=connected.pk)
    assert (channel.is_failing, channel.last_error_at) == (False, None)
    assert channel.last_received_at is not None
    assert names(connected) == ["channel_connected", "channel_failed", "channel_recovered"]


def test_a_busy_channel_is_not_rewritten_for_every_message(connected, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    actions.note_success(channel=connected, has_received=True)
    first = Channel.objects.get(pk=connected.pk).last_received_at
    time_machine.shift(timedelta(seconds=4))
    actions.note_success(channel=connected, has_received=True)
    assert Channel.objects.get(pk=connected.pk).last_received_at == first
    time_machine.shift(timedelta(seconds=2))
    actions.note_success(channel=connected, has_received=True)
    assert Channel.objects.get(pk=connected.pk).last_received_at > first


def test_a_cursor_is_never_left_behind(connected):
    for uid in (1, 2, 3):
        actions.note_success(channel=connected, has_received=True, cursor={"uid": uid})
    assert Channel.objects.get(pk=connected.pk).cursor == {"uid": 3}


def test_a_rejected_line_is_kept_once_however_often_the_file_comes(connected):
    for _time in range(2):
        actions.keep_rejected(by=SYSTEM, channel=connected, source="a.csv", items=[rejected(2), rejected(3)])
    actions.keep_rejected(by=SYSTEM, channel=connected, source="b.csv", items=[rejected(2), rejected(2)])
    assert Rejected.objects.filter(channel=connected).count() == 3
    assert names(connected) == ["channel_connected", "rejects_kept", "rejects_kept"]


def test_what_is_kept_fits_whatever_it_was(connected):
    huge = contract.Rejected(1, "why " * 500, "\0\ud800" + "x" * 300_000)
    assert actions.keep_rejected(by=SYSTEM, channel=connected, source="s" * 999, items=[huge]) == 1
    kept = Rejected.objects.get()
    assert (len(kept.raw), len(kept.reason), len(kept.source), kept.raw[:2]) == (100_000, 500, 255, "\ufffd\ufffd")


def test_a_repaired_line_is_done_with_once(cast, connected):
    actions.keep_rejected(by=SYSTEM, channel=connected, source="a.csv", items=[rejected(2)])
    kept = Rejected.objects.get()
    with pytest.raises(NotAllowed):
        actions.repair(by=cast.amara, rejected=kept)
    actions.repair(by=cast.ada, rejected=kept)
    actions.repair(by=cast.ada, rejected=kept)
    assert Rejected.objects.get().repaired_at is not None
    assert names(connected)[-2:] == ["rejects_kept", "reject_repaired"]


def test_keys_are_rotated_without_losing_a_channel(connected, settings):
    old, new = settings.CREDENTIALS_KEY, Fernet.generate_key().decode()
    settings.CREDENTIALS_KEY = f"{new},{old}"
    assert connector_for(connected).setting("reply_secret") == SECRET
    assert actions.reseal(by=SYSTEM) == 1
    settings.CREDENTIALS_KEY = new
    assert connector_for(Channel.objects.get(pk=connected.pk)).setting("reply_secret") == SECRET
    settings.CREDENTIALS_KEY = old
    with pytest.raises(secrets.CannotOpen, match="Put the old key back"):
        connector_for(Channel.objects.get(pk=connected.pk))


def test_a_reply_must_fit_its_channel(cast, connected):
    connected.max_length = 10
    connected.check_fits("0123456789")
    with pytest.raises(Invalid, match="2 characters too long for Harbour, which takes 10"):
        connected.check_fits("0123456789ab")
    archive = actions.connect(by=cast.ada, team=cast.teams["care"], slug="archive", name="Archive", network="file")
    with pytest.raises(Invalid, match="can only be read"):
        archive.check_fits("x")


def test_a_network_takes_an_answer_only_for_so_long(connected):
    now = timezone.now()
    connected.check_window(now - timedelta(days=400), now)
    connected.reply_window = 24
    connected.check_window(now - timedelta(hours=24), now)
    with pytest.raises(Invalid, match="for 24 hours after the message"):
        connected.check_window(now - timedelta(hours=24, seconds=1), now)
