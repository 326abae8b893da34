"""E-mail to a real SMTP server and a signed webhook to a real peer; both fail the test on anything unexpected."""

from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from django.test import override_settings

from connectors import secrets
from connectors.webhook.signatures import new_secret
from oncall.models import ContactMethod, Page
from oncall.notifiers import send
from oncall.notifiers.message import Message, NotAccepted, Refused
from tests.connectors import smtp_server
from tests.oncall import peer as webhook_peer
from tests.oncall.conftest import Desk

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mail_to(address: str = "priya@tern.example") -> Message:
    return Message("email", address, "1:1:1:7:email:now", "Red flag: Æ", "Open the page.", "http://desk/p/x/")


@pytest.fixture
def post() -> Iterator[smtp_server.Post]:
    with smtp_server.running() as server, override_settings(EMAIL_BACKEND=SMTP, EMAIL_PORT=server.port):
        yield server


@pytest.fixture
def peer() -> Iterator[webhook_peer.Peer]:
    with webhook_peer.running() as server:
        yield server


def hook_to(peer: webhook_peer.Peer, **facts) -> Message:
    given = {"kind": "webhook", "address": peer.address, "key": "1:1:1:7:webhook3:now", "subject": "Red flag"}
    return Message(
        **(given | {"text": "Open.", "link": "http://desk/p/x/", "secrets": {"signing": peer.secret}} | facts)
    )


def test_mail_carries_the_link_and_is_known_by_its_key(post: smtp_server.Post) -> None:
    send(mail_to())
    send(mail_to())
    first, second = (message_from_bytes(envelope.content, policy=policy.default) for envelope in post.taken)
    assert first["Subject"] == "Red flag: Æ"
    assert "http://desk/p/x/" in first.get_content()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(("says", "refusal"), [("550 nobody here", Refused), ("451 later", NotAccepted)])
def test_a_mailbox_that_is_not_there_is_refused_and_one_that_is_busy_is_not(post, says: str, refusal) -> None:
    post.refusals["priya@tern.example"] = says
    with pytest.raises(NotAccepted) as raised:
        send(mail_to())
    assert type(raised.value) is refusal


def test_a_mail_server_that_is_away_is_tried_again(post: smtp_server.Post) -> None:
    with override_settings(EMAIL_PORT=1), pytest.raises(NotAccepted) as raised:
        send(mail_to())
    assert type(raised.value) is NotAccepted
    post.says_at_the_end = "452 no room"
    with pytest.raises(NotAccepted):
        send(mail_to())


def test_a_line_break_in_an_address_is_no_address(post: smtp_server.Post) -> None:
    with pytest.raises(Refused):
        send(mail_to("a@b.example\nBcc: everybody@b.example"))
    assert post.taken == []


def test_a_webhook_is_signed_and_carries_its_key(peer: webhook_peer.Peer) -> None:
    send(hook_to(peer, facts={"brand": "tern-air"}))
    page = peer.accepted["1:1:1:7:webhook3:now"]
    assert (page["subject"], page["brand"], page["link"]) == ("Red flag", "tern-air", "http://desk/p/x/")


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_no_is_for_good(peer: webhook_peer.Peer, status: int) -> None:
    peer.answers = [status]
    with pytest.raises(Refused, match=str(status)):
        send(hook_to(peer))


@pytest.mark.parametrize("status", [302, 408, 429, 500, 503])
def test_a_not_now_is_tried_again(peer: webhook_peer.Peer, status: int) -> None:
    peer.answers = [status]
    with pytest.raises(NotAccepted) as raised:
        send(hook_to(peer))
    assert type(raised.value) is NotAccepted


def test_a_peer_that_is_away_is_tried_again_and_a_forbidden_address_is_not(peer: webhook_peer.Peer) -> None:
    with pytest.raises(NotAccepted) as raised:
        send(hook_to(peer, address="http://127.0.0.1:1/"))
    assert type(raised.value) is NotAccepted
    with pytest.raises(Refused, match="private network"):
        send(hook_to(peer, address="http://10.0.0.1/"))


def test_the_same_key_is_accepted_once(desk: Desk, peer: webhook_peer.Peer, clock) -> None:
    sealed = secrets.seal({"signing": peer.secret})
    ContactMethod.objects.create(
        user=desk.priya, kind="webhook", address=peer.address, secrets=sealed, is_verified=True
    )
    peer.answers = [500]
    page = desk.red().pages.get()
    desk.sweep()
    clock.move_to(Page.objects.get().next_attempt_at)
    desk.sweep()
    assert peer.came == [page.key, page.key]
    assert list(peer.accepted) == [page.key]
    assert Page.objects.get().state == Page.State.SENT


def test_a_webhook_that_takes_its_test_page_is_confirmed_by_that(desk: Desk, peer: webhook_peer.Peer, client) -> None:
    sealed = secrets.seal({"signing": peer.secret})
    ContactMethod.objects.create(user=desk.priya, kind="webhook", address=peer.address, secrets=sealed)
    client.force_login(desk.priya)
    client.post("/oncall/methods/test/")
    desk.sweep()
    assert len(peer.accepted) == 1
    assert ContactMethod.objects.get().is_verified


def test_a_page_to_an_address_that_was_removed_fails(desk: Desk, clock) -> None:
    sealed = secrets.seal({"signing": new_secret()})
    method = ContactMethod.objects.create(
        user=desk.priya, kind="webhook", address="http://127.0.0.1:1/", secrets=sealed, is_verified=True
    )
    page = desk.red().pages.get()
    method.delete()
    desk.sweep()
    failed = Page.objects.get(pk=page.pk)
    assert (failed.state, failed.last_error) == (Page.State.FAILED, "This address was removed.")
