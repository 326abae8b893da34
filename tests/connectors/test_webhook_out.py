"""Replies on their way to a peer, over real sockets."""

import json
import socket
from datetime import UTC, datetime

import pytest

from accounts.refusals import Invalid
from connectors.accounts import Account
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Found,
    Guarantee,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    TryLater,
)
from connectors.webhook import signatures
from connectors.webhook.connector import Webhook
from tests.connectors.test_http import Server, saying, serving

SECRET = signatures.new_secret()
REPLY = Outgoing(text="We found your bag.", key="reply-1", in_reply_to="p1", thread_id="p1", to="tess")


def webhook(port, *, looks_up=True):
    address = f"http://127.0.0.1:{port}"
    settings = {"url": f"{address}/reply"} | ({"lookup_url": f"{address}/look"} if looks_up else {})
    return Webhook(Account(settings=settings, secrets={"incoming_secrets": SECRET, "reply_secret": SECRET}))


def test_a_reply_goes_out_signed_and_with_our_key():
    with serving(saying(201, b'{"id": 77, "permalink": "https://harbour.example/77"}')) as server:
        receipt = webhook(server.port).publish(REPLY)
    assert receipt == Receipt("77", "https://harbour.example/77")
    (request,) = server.seen
    assert request.headers["idempotency-key"] == request.headers["webhook-id"] == "reply-1"
    assert signatures.verify(dict(request.headers.items()), request.body, [SECRET], datetime.now(UTC)) == "reply-1"
    told = json.loads(request.body)["data"]
    assert (told["key"], told["text"], told["in_reply_to"], told["is_public"]) == ("reply-1", REPLY.text, "p1", True)


def test_a_peer_that_names_no_id_is_known_by_our_key():
    with serving(saying(202, b"thanks")) as server:
        assert webhook(server.port).publish(REPLY) == Receipt("reply-1")


@pytest.mark.parametrize("status", [408, 409, 425, 429, 503])
def test_a_peer_that_asks_for_patience_gets_it(status):
    with serving(saying(status, b"busy", retry_after="40")) as server, pytest.raises(TryLater, match="busy") as caught:
        webhook(server.port).publish(REPLY)
    assert caught.value.after == 40


@pytest.mark.parametrize("status", [302, 400, 401, 404, 410, 413])
def test_a_no_is_a_no_for_good(status):
    with serving(saying(status, b"too rude")) as server, pytest.raises(RefusedForGood, match=f"{status}: too rude"):
        webhook(server.port).publish(REPLY)


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_failing_peer_may_have_posted(status):
    with serving(saying(status)) as server, pytest.raises(OutcomeUnknown):
        webhook(server.port).publish(REPLY)


def test_a_peer_that_hangs_up_may_have_posted():
    with serving(Server(lambda request: request.connection.shutdown(socket.SHUT_RDWR))) as server:
        with pytest.raises(OutcomeUnknown):
            webhook(server.port).publish(REPLY)
        assert webhook(server.port).find(REPLY) == CANNOT_TELL


def test_a_peer_that_is_away_has_not_posted():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(TryLater, match="cannot be reached"):
            webhook(silent.getsockname()[1]).publish(REPLY)


def test_a_forbidden_address_is_refused_for_good(settings):
    settings.OUTGOING_ALLOWED_HOSTS = []
    with pytest.raises(RefusedForGood, match="private network"):
        webhook(80).publish(REPLY)


def test_a_channel_without_an_address_cannot_be_answered():
    assert Webhook.reads_only({})
    with pytest.raises(RefusedForGood, match="no address for replies"):
        Webhook(Account(secrets={"incoming_secrets": SECRET})).publish(REPLY)


def test_the_peer_is_asked_by_our_key():
    with serving(saying(200, b'{"id": "77"}')) as server:
        assert webhook(server.port).find(REPLY) == Found.there("77")
    (request,) = server.seen
    assert request.path == "/look?key=reply-1"
    assert signatures.verify(dict(request.headers.items()), b"", [SECRET], datetime.now(UTC)) == "reply-1"


def test_a_reply_the_peer_does_not_know_is_not_there():
    with serving(saying(404)) as server:
        assert webhook(server.port).find(REPLY) == NOT_THERE


@pytest.mark.parametrize(("status", "body"), [(500, b"{}"), (200, b"{}"), (200, b"no json"), (302, b"")])
def test_an_unclear_answer_tells_nothing(status, body):
    with serving(saying(status, body)) as server:
        assert webhook(server.port).find(REPLY) == CANNOT_TELL


def test_without_a_look_up_nothing_can_be_told_and_the_key_alone_keeps_the_promise():
    with serving(saying()) as server:
        assert webhook(server.port, looks_up=False).find(REPLY) == CANNOT_TELL
    assert Webhook.guarantee is Guarantee.A


@pytest.mark.parametrize(
    ("settings", "secrets", "sentence"),
    [
        ({}, {}, "Secrets of what comes in is missing"),
        ({}, {"incoming_secrets": "short"}, "whsec_"),
        ({}, {"incoming_secrets": "whsec_c2hvcnQ="}, "24 bytes"),
        ({"url": "https://example.org"}, {"incoming_secrets": SECRET}, "Replies need a secret"),
        ({"url": "gopher://x"}, {"incoming_secrets": SECRET, "reply_secret": SECRET}, "starts with https"),
        ({"lookup_url": "http://10.0.0.1/"}, {"incoming_secrets": SECRET}, "private network"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(settings, secrets, sentence):
    with pytest.raises(Invalid, match=sentence):
        Webhook.check_settings(settings, secrets)


def test_settings_that_can_work_are_taken():
    Webhook.check_settings({"url": "https://example.org/r"}, {"incoming_secrets": SECRET, "reply_secret": SECRET})
