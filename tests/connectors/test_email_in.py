"""Mail coming in, over a real IMAP connection."""

import random
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.accounts import Account
from connectors.contract import FetchError, Incoming, Rejected
from connectors.email import connector, mailbox
from connectors.email.connector import Email
from connectors.email.mail import Fetch, read_mail
from tests.connectors import imap_server

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OWN = "care@ternair.example"


@pytest.fixture
def imap():
    with imap_server.running() as server:
        yield server


def email_channel(imap, **settings):
    basics = {"imap_host": "127.0.0.1", "imap_port": imap.port, "imap_security": "none", "imap_user": "care"}
    return Email(Account(OWN, "Tern Air", basics | settings, {"imap_password": "secret"}))


def letter(text="Where is my bag?", **headers):
    mail = EmailMessage()
    mail.set_content(text)
    for name, value in ({"From": "Tess <Tess@shop.example>", "Message_ID": "<m1@shop.example>"} | headers).items():
        mail[name.replace("_", "-")] = value
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def read(raw, **facts):
    return read_mail(Fetch(5, raw, **facts), own_address=OWN, received_at=NOW)


def raw_mail(head, body=b"hello"):
    return head.replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def test_new_mails_are_read_once_and_in_order(imap):
    channel = email_channel(imap)
    imap.inbox.deliver(letter(Message_ID="<a@x>"))
    imap.inbox.deliver(letter(Message_ID="<b@x>"))
    first = channel.fetch({})
    assert [mail.remote_id for mail in first.parsed.messages] == ["a@x", "b@x"]
    assert (first.cursor, first.has_more) == ({"uid_validity": 7, "uid": 2}, False)
    assert channel.fetch(first.cursor).parsed.messages == ()
    imap.inbox.deliver(letter(Message_ID="<c@x>"))
    assert [mail.remote_id for mail in channel.fetch(first.cursor).parsed.messages] == ["c@x"]


def test_one_bad_mail_never_blocks_the_poll(imap):
    deep = b"From: a@x\r\nMIME-Version: 1.0\r\n"
    for depth in range(1_200):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
    for mail in (letter(Message_ID="<a@x>"), deep, letter(Message_ID="<c@x>")):
        imap.inbox.deliver(mail)
    fetched = email_channel(imap).fetch({})
    assert [mail.remote_id for mail in fetched.parsed.messages] == ["a@x", "c@x"]
    (kept,) = fetched.parsed.rejected
    assert (kept.position, kept.reason) == (2, "the mail is nested too deeply")
    assert fetched.cursor["uid"] == 3


def test_a_full_mailbox_is_read_in_turns(imap, monkeypatch):
    monkeypatch.setattr(connector, "MAILS_A_POLL", 2)
    monkeypatch.setattr(mailbox, "_WINDOW", 3)
    for number in range(5):
        imap.inbox.deliver(letter(Message_ID=f"<{number}@x>"))
    channel, cursor, turns = email_channel(imap), {}, []
    for _turn in range(3):
        fetched = channel.fetch(cursor)
        turns.append(([mail.remote_id for mail in fetched.parsed.messages], fetched.has_more))
        cursor = fetched.cursor
    assert turns == [(["0@x", "1@x"], True), (["2@x", "3@x"], True), (["4@x"], False)]


def test_gaps_of_millions_of_uids_are_crossed(imap):
    imap.inbox.deliver(letter(Message_ID="<a@x>"))
    imap.inbox.uid_next = 2_000_000
    imap.inbox.deliver(letter(Message_ID="<b@x>"))
    channel, cursor, seen = email_channel(imap), {}, []
    for _turn in range(4):
        fetched = channel.fetch(cursor)
        seen += [mail.remote_id for mail in fetched.parsed.messages]
        cursor = fetched.cursor
        if not fetched.has_more:
            break
    assert (seen, cursor["uid"]) == (["a@x", "b@x"], 2_000_000)


def test_a_mailbox_made_anew_is_read_from_its_start(imap):
    imap.inbox.deliver(letter(Message_ID="<a@x>"))
    fetched = email_channel(imap).fetch({"uid_validity": 6, "uid": 900})
    assert [mail.remote_id for mail in fetched.parsed.messages] == ["a@x"]
    assert fetched.cursor == {"uid_validity": 7, "uid": 1}


def test_only_the_start_of_a_huge_mail_is_read(imap):
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "tess@x.example", "<big@x>"
    mail.set_content("See the photo.")
    mail.add_attachment(random.Random(1).randbytes(3_000_000), maintype="image", subtype="jpeg", filename="../../x.jpg")
    imap.inbox.deliver(mail.as_bytes())
    (message,) = email_channel(imap).fetch({}).parsed.messages
    assert (message.text, message.was_cut) == ("See the photo.", False)
    assert not any("BODY.PEEK[]<0.3" in command for command in imap.commands)


def test_a_huge_text_says_that_it_was_cut(imap):
    imap.inbox.deliver(b"From: a@x.example\r\nMessage-ID: <t@x>\r\n\r\n" + b"word " * 200_000)
    (message,) = email_channel(imap).fetch({}).parsed.messages
    assert message.was_cut


def test_a_mail_that_vanishes_while_we_read_is_passed_over(imap, monkeypatch):
    imap.inbox.deliver(letter())
    monkeypatch.setattr(imap_server._Session, "_fetch", lambda self, rest: "OK gone")
    fetched = email_channel(imap).fetch({})
    assert (fetched.parsed.messages, fetched.cursor["uid"]) == ((), 1)


def test_reading_marks_nothing(imap):
    imap.inbox.deliver(letter())
    email_channel(imap).fetch({})
    assert any(command.startswith("EXAMINE") for command in imap.commands)
    assert not any(command.startswith(("SELECT", "UID STORE")) for command in imap.commands)


@pytest.mark.parametrize(
    ("settings", "password", "sentence"),
    [
        ({}, "wrong", "refused: .*wrong password"),
        ({"mailbox": "Nowhere"}, "secret", "no such folder"),
        ({"imap_port": 1}, "secret", "cannot be read"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why(imap, settings, password, sentence):
    imap.password = password
    with pytest.raises(FetchError, match=sentence):
        email_channel(imap, **settings).fetch({})


def test_a_mail_becomes_a_message():
    message = read(
        letter(
            "Where is my bag?\n",
            Subject="Gepäcküber now",
            Date="Sun, 01 Mar 2026 10:00:00 +0100",
            In_Reply_To="<r2@x>",
            References="<r0@x> <r1@x> <r2@x>",
            Content_Language="de, en",
        )
    )
    assert (message.remote_id, message.text, message.subject) == (
        "m1@shop.example",
        "Where is my bag?",
        "Gepäcküber now",
    )
    assert (message.author.remote_id, message.author.name) == ("tess@shop.example", "Tess")
    assert (message.thread_id, message.parent_id) == ("r0@x", "r2@x")
    assert (message.kind, message.is_public, message.direction, message.language) == ("email", False, "inbound", "de")
    assert message.occurred_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert not message.is_automatic


def test_encoded_words_of_several_charsets_are_read():
    head = "From: =?iso-8859-1?q?Zo=EB?= <z@x.example>\nSubject: =?utf-8?q?Gep=C3=A4ck?=\n =?utf-8?b?w7xiZXI=?= now"
    message = read(raw_mail(head))
    assert (message.subject, message.author.name) == ("Gepäcküber now", "Zoë")


def test_a_mail_without_references_starts_its_own_thread():
    message = read(letter())
    assert (message.thread_id, message.parent_id) == ("m1@shop.example", "")


def test_a_mail_without_an_id_has_the_same_id_each_time():
    first, second = read(raw_mail("From: a@x.example")), read(raw_mail("From: a@x.example"))
    assert first.remote_id == second.remote_id
    assert first.remote_id.startswith("no-id:")
    assert read(raw_mail("From: b@x.example")).remote_id != first.remote_id


def test_html_is_read_as_words():
    mail = EmailMessage()
    mail["From"] = "a@x.example"
    mail.set_content(" \n")
    mail.add_alternative(
        "<html><head><title>t</title></head><style>p{}</style><script>alert(1)</script><!-- c -->"
        "<p>Hello&nbsp;<b>there</b> &lt;script&gt;</p><p>a<br>b</p><img src=x onerror=alert(1)>",
        subtype="html",
    )
    assert read(mail.as_bytes()).text == "Hello there <script>\na\nb"


def test_plain_text_goes_before_html():
    mail = EmailMessage()
    mail["From"] = "a@x.example"
    mail.set_content("plain")
    mail.add_alternative("<p>html</p>", subtype="html")
    assert read(mail.as_bytes()).text == "plain"


def test_an_attached_text_is_not_the_message():
    mail = EmailMessage()
    mail["From"] = "a@x.example"
    mail.add_attachment("log file", filename="a.txt")
    assert read(mail.as_bytes()).text == ""


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "Precedence: bulk",
        "Precedence: Junk",
        "List-Unsubscribe: <https://x>",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ],
)
def test_what_a_machine_wrote_is_never_to_be_answered(head):
    assert read(raw_mail(f"From: a@x.example\n{head}")).is_automatic


def test_a_person_may_say_that_the_mail_is_not_automatic():
    assert not read(raw_mail("From: a@x.example\nAuto-Submitted: no")).is_automatic
    assert read(raw_mail("From: MAILER-DAEMON@x.example")).is_automatic


def test_what_we_wrote_ourselves_elsewhere_is_outbound_and_our_own_copy_is_no_message():
    assert read(letter(From=f"Care <{OWN.upper()}>")).direction == "outbound"
    assert read(letter(From=OWN, Message_ID="<desk-reply.k1@ternair.example>")) is None


def test_a_stranger_who_borrows_the_form_of_our_ids_is_still_heard():
    assert read(letter(Message_ID="<desk-reply.k1@ternair.example>")).text == "Where is my bag?"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('From: a@x.example\nContent-Type: text/plain; charset="x-evil"', bytes(range(128, 256)) + b"\0"),
        ("From: a@x.example\nContent-Type: text/plain; charset=hex", b"zz"),
        ("From: a@x.example\nContent-Type: text/plain; charset=undefined", b"zz"),
        ("From: a@x.example\nContent-Type: text/plain; charset*=%%%'x", b"zz"),
        ("From: a@x.example\nContent-Transfer-Encoding: base64", b"!!!!notbase64==="),
        ("Subject: =?nonsense?b?////?= =?utf-7?q?+2D3d?= =?utf-8?b?a?=", b"x"),
        ("From: Zo\u00eb <\u017e@shop.example>\nSubject: \u017e\u00a0\u2620\nDate: not a date", b"x"),
        ("From: \udcff\udcfe\nMessage-ID: \udcff", b"x"),
        ("Date: Mon, 99 Foo 99999 99:99:99 +9999\nFrom: a@x.example", b"x"),
        ("Date: Sat, 01 Jan 0001 00:00:00 +2359\nFrom: a@x.example", b"x"),
        ("From: a@x.example\n" + "X-K: y\n" * 3_000 + "References: " + "<a@b> " * 50_000, b"x"),
        ("From: " + ",".join("a@x.example" for _ in range(2_000)), b"x"),
        ("From: " + "(" * 5_000 + '"' * 5_000, b"x"),
        ("From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
         b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000 + b"--b--\r\n"),
        ("", b"body only"),
    ],
)  # fmt: skip
def test_hostile_mail_is_still_a_message_and_soon_read(head, body):
    begun = time.monotonic()
    message = read(raw_mail(head, body))
    assert isinstance(message, Incoming)
    message.text.encode()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "markup", [b"<!--" * 60_000, b"<" * 250_000, b"<script>" * 30_000, b"<style><head>" * 20_000, b"&" * 250_000]
)
def test_hostile_html_is_soon_read(markup):
    begun = time.monotonic()
    assert isinstance(read(raw_mail("From: a@x.example\nContent-Type: text/html", markup)), Incoming)
    assert time.monotonic() - begun < 3


@given(st.binary(max_size=500))
def test_no_bytes_make_the_reader_of_mails_fail(raw):
    assert isinstance(read(raw), Incoming | Rejected | None)
    assert isinstance(read(b"From: a@x\r\nMIME-Version: 1.0\r\nContent-Type: " + raw), Incoming | Rejected | None)
    assert isinstance(read(b"Subject: " + raw + b"\r\nFrom: " + raw[::-1] + b"\r\n\r\nx"), Incoming | Rejected | None)


def test_one_mail_can_come_as_a_file():
    (message,) = Email(Account(OWN)).parse(letter(), received_at=NOW).messages
    assert message.remote_id == "m1@shop.example"
