"""Replies by mail, to a real SMTP server, looked up over a real IMAP connection."""

import email
import email.policy
import smtplib
import socket

import pytest

from accounts.refusals import Invalid
from connectors.accounts import Account
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Found,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    TryLater,
)
from connectors.email.connector import Email
from connectors.email.outgoing import is_address, message_id
from tests.connectors import imap_server, smtp_server

OWN = "care@ternair.example"
TESS = "tess@shop.example"
REPLY = Outgoing(
    text="We found your bag. Grüße\n" + "x" * 2_000,
    key="6f1c",
    in_reply_to="m2@shop.example",
    thread_id="m1@shop.example",
    is_public=False,
    to=TESS,
    to_name="Tess",
    subject="My bag",
)
OUR_ID = "desk-reply.6f1c@ternair.example"


@pytest.fixture
def post():
    with smtp_server.running() as server:
        yield server


@pytest.fixture
def imap():
    with imap_server.running() as server:
        yield server


def email_channel(post=None, imap=None, **settings):
    basics = {
        "imap_host": "127.0.0.1", "imap_port": imap.port if imap else 1, "imap_security": "none", "imap_user": "care",
        "smtp_host": "127.0.0.1", "smtp_port": post.port if post else 1, "smtp_security": "none",
    }  # fmt: skip
    return Email(Account(OWN, "Tern Air", basics | settings, {"imap_password": "secret"}))


def taken(post):
    return [email.message_from_bytes(envelope.content, policy=email.policy.default) for envelope in post.taken]


def test_a_reply_stands_in_its_thread_under_our_own_id(post):
    assert email_channel(post).publish(REPLY) == Receipt(OUR_ID)
    (mail,) = taken(post)
    assert mail["message-id"] == f"<{OUR_ID}>"
    assert mail["in-reply-to"] == "<m2@shop.example>"
    assert mail["references"] == "<m1@shop.example> <m2@shop.example>"
    assert (mail["subject"], mail["to"], mail["from"]) == ("Re: My bag", f"Tess <{TESS}>", f"Tern Air <{OWN}>")
    assert mail.get_content().replace("\r\n", "\n") == REPLY.text + "\n"


def test_a_copy_comes_to_ourselves_in_the_same_breath_unless_the_server_keeps_one(post):
    email_channel(post).publish(REPLY)
    email_channel(post, copies_itself=True).publish(REPLY)
    assert [envelope.rcpt_tos for envelope in post.taken] == [[TESS, OWN], [TESS]]


def test_the_same_key_makes_the_same_mail():
    assert message_id("6f1c", OWN) == OUR_ID
    assert message_id("a b\r\n>", OWN) == message_id("a b\r\n>", OWN) != message_id("a b", OWN)
    assert message_id("a b\r\n>", OWN).isascii()


def test_a_refused_recipient_gets_nothing_and_neither_do_we(post):
    post.refusals[TESS] = "550 no such user"
    with pytest.raises(RefusedForGood, match="550: no such user"):
        email_channel(post).publish(REPLY)
    assert not post.taken


def test_a_recipient_put_off_is_tried_later(post):
    post.refusals[TESS] = "451 greylisted"
    with pytest.raises(TryLater, match="451: greylisted"):
        email_channel(post).publish(REPLY)
    assert not post.taken


def test_a_refused_copy_does_not_keep_the_customer_waiting(post):
    post.refusals[OWN] = "550 no such user"
    email_channel(post).publish(REPLY)
    assert [envelope.rcpt_tos for envelope in post.taken] == [[TESS]]


@pytest.mark.parametrize(("says", "outcome"), [("554 spam", RefusedForGood), ("452 disk full", TryLater)])
def test_a_text_that_is_not_taken_was_not_sent(post, says, outcome):
    post.says_at_the_end = says
    with pytest.raises(outcome, match=says[4:]):
        email_channel(post).publish(REPLY)


def test_a_server_that_hangs_up_after_the_text_may_have_sent_it(post):
    post.hangs_up_at_the_end = True
    with pytest.raises(OutcomeUnknown):
        email_channel(post).publish(REPLY)
    assert len(post.taken) == 1


def test_a_server_that_is_away_has_sent_nothing():
    with pytest.raises(TryLater, match=r"127\.0\.0\.1 broke off"):
        email_channel().publish(REPLY)


def test_a_server_that_wants_no_password_from_us_says_so(post):
    with pytest.raises(TryLater):
        email_channel(post, smtp_user="care").publish(REPLY)


@pytest.mark.parametrize(
    "to", ["", "tess", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>", "a@b c", '"a b"@c', "a@b@c", "a" * 70 + "@b"]
)
def test_a_mail_goes_to_one_address_or_to_none(post, to):
    assert not is_address(to)
    with pytest.raises(RefusedForGood, match="needs an address"):
        email_channel(post).publish(Outgoing(text="x", key="k", to=to))
    assert not post.taken


def test_no_header_can_be_written_through_a_subject_a_name_or_an_id(post):
    email_channel(post).publish(
        Outgoing(
            text="x\ud800\0",
            key="k",
            to=TESS,
            to_name="T\r\nBcc: x@y.example",
            subject="S\nX-Evil: 1",
            in_reply_to="a@b>\r\nX-Evil: 2",
            thread_id="sha256:no-mail-id",
        )
    )
    (mail,) = taken(post)
    assert (mail["bcc"], mail["x-evil"], mail["in-reply-to"], mail["references"]) == (None, None, None, None)
    assert post.taken[0].rcpt_tos == [TESS, OWN]


def test_a_letter_outside_ascii_needs_a_server_that_can_write_it(post):
    email_channel(post).publish(Outgoing(text="x", key="k", to="žofie@shop.example"))
    assert post.taken[0].rcpt_tos[0] == "žofie@shop.example"
    assert "žofie@shop.example".encode() in post.taken[0].content


def test_a_server_that_cannot_write_it_is_told_nothing(post, monkeypatch):
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda self, name: False)
    with pytest.raises(RefusedForGood, match="cannot write to an address with such letters"):
        email_channel(post).publish(Outgoing(text="x", key="k", to="žofie@shop.example"))
    assert not post.taken


def test_a_reply_is_found_by_its_id(post, imap):
    channel = email_channel(post, imap)
    assert channel.find(REPLY) == NOT_THERE
    channel.publish(REPLY)
    imap.inbox.deliver(post.taken[0].content)
    assert channel.find(REPLY) == Found.there(OUR_ID)
    assert channel.find(Outgoing(text="", key="6f1")) == NOT_THERE


def test_a_reply_is_looked_for_where_the_server_keeps_it(imap):
    imap.folders["Sent"].deliver(f"Message-ID: <{OUR_ID}>\r\n\r\nx".encode())
    assert email_channel(imap=imap).find(REPLY) == NOT_THERE
    assert email_channel(imap=imap, lookup_mailbox="Sent").find(REPLY) == Found.there(OUR_ID)


def test_a_mailbox_that_cannot_be_asked_tells_nothing(imap):
    imap.password = "changed"
    assert email_channel(imap=imap).find(REPLY) == CANNOT_TELL
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert email_channel(imap_port=silent.getsockname()[1]).find(REPLY) == CANNOT_TELL


def test_a_mailbox_without_a_server_to_send_with_is_only_read():
    assert Email.reads_only({"imap_host": "x"})
    with pytest.raises(RefusedForGood, match="no server to send with"):
        email_channel(smtp_host="").publish(REPLY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"imap_host": ""}, "IMAP server is missing"),
        ({"imap_security": "maybe"}, "tls, starttls or none"),
        ({"imap_host": "mail.example", "imap_security": "none"}, "never travels to mail.example unencrypted"),
        ({"smtp_port": "many"}, "A port is a number"),
        ({"smtp_port": 70_000}, "A port is a number"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(change, sentence):
    settings = {"imap_host": "127.0.0.1", "imap_user": "care", "smtp_host": "127.0.0.1", "smtp_security": "none"}
    Email.check_settings(settings, {"imap_password": "x"})
    with pytest.raises(Invalid, match=sentence):
        Email.check_settings(settings | change, {"imap_password": "x"})
