import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.accounts import Account
from connectors.webhook import signatures
from connectors.webhook.body import BODY_AT_MOST, TooLarge, parse
from connectors.webhook.connector import Webhook
from connectors.webhook.signatures import BadSignature

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD, NEW, STRANGER = (signatures.new_secret() for _ in range(3))
BODY = json.dumps(
    {"id": "p1", "text": "Where is my bag?", "author": "tess", "occurred_at": "2026-03-01T11:59:00Z"}
).encode()


def signed(body=BODY, *, at=NOW, secrets=(NEW,)):
    return signatures.sign(message_id="msg_1", at=at, body=body, secrets=secrets)


def channel():
    return Webhook(Account(secrets={"incoming_secrets": f"{NEW} {OLD}"}))


def test_a_genuine_delivery_gives_its_id():
    assert channel().verify(signed(), BODY, NOW) == "msg_1"


def test_the_signature_is_the_one_of_the_published_standard():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed_text = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + body
    by_hand = base64.b64encode(hmac.new(key, signed_text, hashlib.sha256).digest()).decode()
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signatures.sign(message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=at, body=body, secrets=[secret])
    assert headers["webhook-signature"] == f"v1,{by_hand}" == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", [OLD, NEW], ids=["old", "new"])
def test_the_old_and_the_new_secret_both_count_while_one_is_replaced(secret):
    assert channel().verify(signed(secrets=[secret]), BODY, NOW)


def test_one_good_signature_among_strangers_is_enough():
    headers = signed(secrets=[STRANGER, NEW])
    headers["webhook-signature"] = "v1a,zzzz v1,AAAA " + headers["webhook-signature"]
    assert channel().verify(headers, BODY, NOW)


def test_the_headers_names_are_read_in_any_case():
    assert channel().verify({name.title(): value for name, value in signed().items()}, BODY, NOW)


@pytest.mark.parametrize(
    ("headers", "body", "sentence"),
    [
        (signed(), BODY + b" ", "does not fit the body"),
        (signed(secrets=[STRANGER]), BODY, "does not fit the body"),
        (signed(at=NOW - timedelta(minutes=5, seconds=1)), BODY, "more than five minutes old"),
        (signed(at=NOW + timedelta(minutes=5, seconds=1)), BODY, "Check the sender's clock"),
        (signed() | {"webhook-timestamp": "soon"}, BODY, "not a number of seconds"),
        (signed() | {"webhook-timestamp": "²"}, BODY, "not a number of seconds"),
        (signed() | {"webhook-timestamp": "9" * 400}, BODY, "not a number of seconds"),
        (signed() | {"webhook-signature": "v2,xx"}, BODY, "no v1 signature"),
        (signed() | {"webhook-signature": "v1,ß\ud800"}, BODY, "does not fit the body"),
        (signed() | {"webhook-id": "x" * 5_000}, BODY, "too long"),
        (signed() | {"webhook-id": ""}, BODY, "webhook-id is missing"),
        ({}, BODY, "webhook-id is missing"),
    ],
)
def test_a_delivery_that_is_not_genuine_and_fresh_says_what_is_wrong(headers, body, sentence):
    with pytest.raises(BadSignature, match=sentence):
        channel().verify(headers, body, NOW)


def test_one_message_is_read():
    (message,) = parse(BODY, received_at=NOW).messages
    assert (message.remote_id, message.text, message.author.remote_id) == ("p1", "Where is my bag?", "tess")
    assert message.occurred_at == NOW - timedelta(minutes=1)
    assert message.is_public


def test_every_documented_field_arrives():
    row = {
        "id": 12, "text": "Sorry!", "kind": "dm", "direction": "outbound", "thread_id": "t", "parent_id": "p",
        "permalink": "https://harbour.example/12", "language": "de", "subject": "Bag", "likes": "3", "shares": 4,
        "comments": 5.0, "reach": 6, "is_edit": True, "is_deletion": "no", "is_automatic": 1, "occurred_at": 1772366400,
        "author": {"id": "a1", "handle": "@tess", "name": "Tess", "followers": 9, "is_verified": 1, "is_press": True},
    }  # fmt: skip
    (message,) = parse(json.dumps(row).encode(), received_at=NOW).messages
    assert (message.remote_id, message.kind, message.direction, message.is_public) == (
        "12",
        "message",
        "outbound",
        False,
    )
    assert (message.thread_id, message.parent_id, message.permalink) == ("t", "p", "https://harbour.example/12")
    assert (message.language, message.subject, message.occurred_at) == ("de", "Bag", NOW)
    assert (message.likes, message.shares, message.comments, message.reach) == (3, 4, 5, 6)
    assert (message.is_edit, message.is_deletion, message.is_automatic) == (True, False, True)
    assert (message.author.handle, message.author.name, message.author.followers) == ("@tess", "Tess", 9)
    assert message.author.is_verified
    assert message.author.is_press


def test_a_message_without_a_time_came_when_it_was_received():
    (message,) = parse(b'{"id": "1", "text": "x", "author": "a"}', received_at=NOW).messages
    assert message.occurred_at == NOW


def test_a_deletion_needs_no_text():
    (message,) = parse(b'{"id": "1", "author": "a", "is_deletion": true}', received_at=NOW).messages
    assert message.is_deletion


@pytest.mark.parametrize(
    "wrap", [lambda rows: {"messages": rows}, lambda rows: {"type": "x", "data": {"messages": rows}}]
)
def test_a_bad_message_in_a_batch_is_kept_and_the_others_arrive(wrap):
    rows = [
        {"id": "1", "text": "a", "author": "x"},
        {"id": "2", "author": "x"},
        7,
        {"id": "3", "text": "c", "author": "x"},
    ]
    parsed = parse(json.dumps(wrap(rows)).encode(), received_at=NOW)
    assert [message.remote_id for message in parsed.messages] == ["1", "3"]
    assert [(each.position, each.reason) for each in parsed.rejected] == [
        (1, "text is missing"),
        (2, "a message is an object, this is 7"),
    ]
    assert json.loads(parsed.rejected[0].raw) == rows[1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{not json", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x", "author": "a"}', "not JSON"),
        (b'{"id": "1", "text": ["x"], "author": "a"}', "text is not text"),
        (b'{"id": "1", "text": "x"}', "the author's id is missing"),
        (b'{"id": "1", "text": "x", "author": "a", "likes": 1e999}', "likes is not a number"),
        (b'{"id": "1", "text": "x", "author": "a", "is_edit": "perhaps"}', "neither true nor false"),
        (b'{"id": "1", "text": "x", "author": "a", "occurred_at": "yesterday"}', "not a time"),
        (b'{"id": "1", "text": "x", "author": "a", "occurred_at": 1e300}', "not a time"),
        (b'{"id": "1", "text": "x", "author": "a", "occurred_at": true}', "not a time"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(body, reason):
    parsed = parse(body, received_at=NOW)
    assert not parsed.messages
    assert reason in parsed.rejected[0].reason


def test_nul_and_lone_surrogates_in_json_do_not_stop_a_message():
    (message,) = parse(rb'{"id": "1", "text": "a\u0000b\ud800c", "author": "x\u0000"}', received_at=NOW).messages
    assert message.text == "a\ufffdb\ufffdc"


def test_ten_megabytes_are_refused_with_a_sentence_for_the_sender():
    with pytest.raises(TooLarge, match="Send several smaller ones"):
        parse(b"x" * 10_000_000, received_at=NOW)


def test_more_than_a_thousand_messages_are_refused_with_a_sentence_for_the_sender():
    with pytest.raises(TooLarge, match="1,001 messages"):
        parse(json.dumps({"messages": [1] * 1_001}).encode(), received_at=NOW)


def test_a_body_at_the_bound_is_read():
    body = b'{"id": "1", "author": "a", "text": "' + b"x" * (BODY_AT_MOST - 38) + b'"}'
    assert len(body) == BODY_AT_MOST
    assert parse(body, received_at=NOW).messages[0].was_cut


@given(st.binary(max_size=400))
def test_no_bytes_make_the_parser_fail(body):
    parsed = parse(body, received_at=NOW)
    assert len(parsed.messages) + len(parsed.rejected) >= 1 or b"messages" in body


FIELDS = [
    "id", "text", "author", "name", "handle", "messages", "data", "occurred_at", "kind", "direction", "is_public",
    "likes", "permalink", "author_id", "followers", "is_deletion", "timestamp", "subject",
]  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=8),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=12))
def test_no_json_makes_the_parser_fail(row):
    parsed = parse(json.dumps(row).encode(), received_at=NOW)
    assert all(each.reason for each in parsed.rejected)


@given(
    st.text(alphabet=st.characters(), max_size=60),
    st.text(alphabet=st.characters(), max_size=60),
    st.binary(max_size=60),
)
def test_no_headers_make_the_verifier_fail(timestamp, signature, body):
    headers = {"webhook-id": "x", "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
    with pytest.raises(BadSignature):
        channel().verify(headers, body, NOW)
