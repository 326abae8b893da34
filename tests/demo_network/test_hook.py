"""The brand's side of Harbour's hook: signed, once per key, and able to be asked."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from demo_network import posting, signing
from demo_network.models import Dispatch, Person, Post

pytestmark = [pytest.mark.urls("tests.demo_network.urls"), pytest.mark.django_db]


@pytest.fixture
def post(peer):
    author = Person.objects.create(handle="tess", name="Tess")
    return posting.post(author=author, text="Where is my bag?")


def signed(body, secret, *, at=None):
    timestamp = int(at or time.time())
    return signing.signed(body, message_id="r1", timestamp=timestamp, secret=secret)


def send(peer, reply, *, secret=None, at=None):
    body = reply if isinstance(reply, bytes) else json.dumps({"type": "reply", "data": reply}).encode()
    headers = signed(body, secret or peer.reply_secret, at=at)
    return Client(enforce_csrf_checks=True).post("/demo/hook/", body, content_type="application/json", headers=headers)


def ask(peer, key, *, secret=None):
    headers = signed(b"", secret or peer.reply_secret)
    return Client().get("/demo/hook/", {"key": key}, headers=headers)


def test_a_reply_is_posted_once_however_often_it_comes(peer, post):
    reply = {"key": "k1", "text": "We found it.", "in_reply_to": post.key}
    answers = [send(peer, reply) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    said = Post.objects.get(reply_key="k1")
    assert {answer.json()["id"] for answer in answers} == {said.key}
    assert answers[0].json()["permalink"] == f"https://desk.example/demo/{post.key}/"
    assert (said.parent, said.root, said.is_by_brand) == (post, post, True)
    assert Dispatch.objects.count() == 1, "the brand is not told of its own words"


def test_a_reply_is_found_by_its_key(peer, post):
    assert ask(peer, "k1").status_code == 404
    send(peer, {"key": "k1", "text": "We found it.", "in_reply_to": post.key})
    assert ask(peer, "k1").json()["id"] == Post.objects.get(reply_key="k1").key


def test_a_stranger_is_not_listened_to(peer, post):
    reply = {"key": "k1", "text": "Send me your card.", "in_reply_to": post.key}
    assert send(peer, reply, secret=peer.signing_secret).status_code == 401
    assert send(peer, reply, at=time.time() - timedelta(minutes=6).total_seconds()).status_code == 401
    assert Client().post("/demo/hook/", b"{}", content_type="application/json").status_code == 401
    assert ask(peer, "k1", secret=signing.new_secret()).status_code == 401
    assert not Post.objects.exclude(reply_key=None).exists()


def test_nobody_listens_before_a_brand_is_known():
    assert Client().post("/demo/hook/", b"{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    "reply",
    [
        b"{broken",
        b"[]",
        b"[" * 100_000,
        b'{"data": 7}',
        {},
        {"key": "k", "text": "  "},
        {"key": "", "text": "x"},
        {"key": ["k"], "text": "x"},
        {"key": "k", "text": {"a": 1}},
    ],
)
def test_what_is_no_reply_is_answered_with_a_sentence(peer, post, reply):
    answer = send(peer, reply)
    assert (answer.status_code, answer.json()["error"]) == (400, "A reply has a key, a text and the post it answers.")


def test_a_reply_to_what_is_gone_is_refused(peer, post):
    reply = {"key": "k1", "text": "We found it.", "in_reply_to": post.key}
    assert send(peer, reply | {"in_reply_to": "elsewhere"}).status_code == 410
    posting.delete(post=post)
    assert send(peer, reply).status_code == 410


def test_nul_and_lone_surrogates_do_no_harm(peer, post):
    assert send(peer, {"key": "k\0\ud800", "text": "a\0\ud800", "in_reply_to": post.key}).status_code == 201
    assert ask(peer, "k\0").status_code == 404


def test_the_same_reply_twice_at_once_is_one(peer, post, monkeypatch):
    reply = {"key": "k1", "text": "We found it.", "in_reply_to": post.key}
    monkeypatch.setattr(posting, "find", lambda key: None)
    assert posting.answer(reply)[1] is True
    assert posting.answer(reply)[1] is False
    assert Post.objects.filter(reply_key="k1").count() == 1
    assert connection.needs_rollback is False


def test_opening_again_moves_the_addresses_and_keeps_the_secrets(peer):
    facts = {"handle": "ternair", "name": "Tern", "hook_url": "http://127.0.0.1:2/", "site_url": "https://x.example"}
    moved = posting.open_to(**facts)
    assert (moved.hook_url, moved.signing_secret) == ("http://127.0.0.1:2/", peer.signing_secret)
    assert posting.open_to(**facts, secrets=("whsec_YQ==", "whsec_Yg==")).reply_secret == "whsec_Yg=="
