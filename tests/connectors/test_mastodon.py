"""A server of the fediverse, asked and answered over real sockets."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from accounts.refusals import Invalid
from connectors.accounts import Account
from connectors.contract import (
    CANNOT_TELL,
    GONE,
    NOT_THERE,
    UNSEEN,
    FetchError,
    Found,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    TryLater,
)
from connectors.mastodon.connector import Mastodon
from tests.connectors.mastodon_server import TESS, Fediverse


@pytest.fixture
def there():
    with Fediverse().running() as fediverse:
        yield fediverse


def mastodon(there, token="good"):
    return Mastodon(Account(settings={"server": there.address}, secrets={"token": token}))


def reply(to_id="100", text="We found your bag.", **facts):
    return Outgoing(text=text, key="reply-1", in_reply_to=to_id, to="tess@far.example", **facts)


def everything(connector, cursor):
    """What polls bring until there is no more, and the cursor after them."""
    messages, has_more = [], True
    while has_more:
        fetched = connector.fetch(cursor)
        messages += fetched.parsed.messages
        cursor, has_more = fetched.cursor, fetched.has_more
    return messages, cursor


def test_a_mention_is_told_in_our_words(there):
    there.says(
        'Where is my bag?<br>&lt;b&gt; <script>alert("x")</script>',
        spoiler_text="Lost luggage",
        language="en",
        favourites_count=3,
        reblogs_count=2,
        replies_count=1,
        media_attachments=[{"type": "image", "description": "An empty belt"}, "rubbish"],
        account=TESS | {"followers_count": 90},
    )
    (message,) = mastodon(there).fetch({}).parsed.messages
    assert message.text == "Lost luggage\n\nWhere is my bag?\n<b>\n\n[image: An empty belt]"
    assert (message.author.remote_id, message.author.handle) == ("tess@far.example", "@Tess@far.example")
    assert (message.author.followers, message.likes, message.shares, message.comments) == (90, 3, 2, 1)
    assert (message.kind, message.is_public, message.language) == ("mention", True, "en")
    assert message.permalink == "https://far.example/@Tess/100"


@pytest.mark.parametrize(
    ("visibility", "parent", "kind", "is_public"),
    [
        ("public", None, "mention", True),
        ("unlisted", "99", "comment", True),
        ("private", None, "mention", False),
        ("direct", "99", "message", False),
    ],
)
def test_who_may_see_it_says_what_kind_it_is(there, visibility, parent, kind, is_public):
    there.says("Hello", visibility=visibility, in_reply_to_id=parent)
    (message,) = mastodon(there).fetch({}).parsed.messages
    assert (message.kind, message.is_public, message.parent_id) == (kind, is_public, parent or "")


@pytest.mark.parametrize("before", [0, 1, 30])
def test_a_hundred_mentions_come_page_by_page_and_none_is_left_out(there, before):
    for number in range(before):
        there.says(f"Before {number}")
    _first, cursor = everything(mastodon(there), {})
    ids = {there.says(f"Mention {number}") for number in range(100)}
    messages, cursor = everything(mastodon(there), cursor)
    assert {message.remote_id for message in messages} >= ids
    again, unchanged = everything(mastodon(there), cursor)
    assert 0 < len(again) <= 40, "the last stretch is read again"
    assert unchanged == cursor


def test_an_edit_within_the_last_stretch_is_noticed_under_its_first_id(there):
    remote_id = there.says("My bag is lost")
    _first, cursor = everything(mastodon(there), {})
    there.statuses[remote_id] |= {"id": "moved-away", "content": "<p>Found it</p>", "edited_at": "2026-11-30T11:00:00Z"}
    (message,) = mastodon(there).fetch(cursor).parsed.messages
    assert (message.remote_id, message.text, message.is_edit) == (remote_id, "Found it", True)


@pytest.mark.parametrize(
    "rubbish",
    [
        {"account": None},
        {"account": {"acct": "tess"}},
        {"account": {"acct": "tess@far.example @ceo"}},
        {"account": {"acct": "tess", "url": "https://["}},
        {"created_at": "yesterday"},
        {"content": 7},
        {"id": None, "uri": None},
    ],
)
def test_what_can_be_no_message_is_kept_for_repair_and_stops_no_other(there, rubbish):
    there.says("Broken", **rubbish)
    there.says("Whole")
    parsed = mastodon(there).fetch({}).parsed
    assert [message.text for message in parsed.messages] == ["Whole"]
    (rejected,) = parsed.rejected
    assert rejected.reason


def test_other_news_is_no_message(there):
    there.says("A like, in truth")
    there.notifications[0]["type"] = "favourite"
    parsed = mastodon(there).fetch({}).parsed
    assert (parsed.messages, parsed.rejected) == ((), ())


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 100_000, b"<html>", b"null"])
def test_an_answer_that_is_no_list_leaves_the_cursor_where_it_was(there, body):
    there.fails.append((200, {}, body))
    with pytest.raises(FetchError):
        mastodon(there).fetch({"after": "5"})


def test_a_token_that_is_not_taken_is_said_in_the_servers_words(there):
    with pytest.raises(FetchError, match="401: The access token is invalid"):
        mastodon(there, "old").fetch({})
    with pytest.raises(RefusedForGood, match="The access token is invalid"):
        mastodon(there, "old").publish(reply())
    assert mastodon(there, "old").refresh("100") == UNSEEN
    assert mastodon(there, "old").find(reply()) == CANNOT_TELL


def test_an_answer_names_whom_it_answers_and_is_found_again(there):
    there.says("Where is my bag?")
    assert mastodon(there).find(reply()) == NOT_THERE
    receipt = mastodon(there).publish(reply())
    assert receipt == Receipt("501", "https://social.example/@tern/501")
    assert there.posted == [
        {"status": "@tess@far.example We found your bag.", "in_reply_to_id": "100", "visibility": "public"}
    ]
    assert there.server.seen[-1].headers["idempotency-key"] == "reply-1"
    assert mastodon(there).find(reply()) == Found.there(receipt.remote_id, receipt.permalink)
    assert mastodon(there).find(reply(text="We found another bag.")) == NOT_THERE
    assert mastodon(there).find(reply(to_id=there.says("And mine?"))) == NOT_THERE


def test_an_answer_is_found_although_what_it_answered_is_gone(there):
    there.says("Where is my bag?")
    mastodon(there).publish(reply())
    del there.statuses["100"]
    assert mastodon(there).find(reply()).receipt == Receipt("501", "https://social.example/@tern/501")


def test_an_answer_that_may_stand_further_back_than_the_server_tells_is_no_answer_missing(there):
    there.says("Where is my bag?")
    for number in range(39):
        mastodon(there).publish(reply(text=f"Another {number}"))
    del there.statuses["100"]
    assert mastodon(there).find(reply()) == NOT_THERE
    mastodon(there).publish(reply(text="The fortieth"))
    assert mastodon(there).find(reply()) == CANNOT_TELL


def test_what_was_said_in_private_is_answered_in_private(there):
    there.says("My number is …", visibility="direct")
    mastodon(there).publish(reply(is_public=False))
    assert there.posted[0]["visibility"] == "direct"


def test_an_answer_that_never_came_is_an_unknown_outcome_and_the_look_up_finds_the_post(there):
    there.says("Where is my bag?")
    there.loses_answers = True
    with pytest.raises(OutcomeUnknown):
        mastodon(there).publish(reply())
    assert mastodon(there).find(reply()).receipt == Receipt("501", "https://social.example/@tern/501")


@pytest.mark.parametrize(("status", "body"), [(500, b"oops"), (502, b""), (200, b"{}"), (200, b"not json")])
def test_an_answer_that_says_neither_yes_nor_no_is_an_unknown_outcome(there, status, body):
    there.fails.append((status, {}, body))
    with pytest.raises(OutcomeUnknown):
        mastodon(there).publish(reply())


@pytest.mark.parametrize("status", [302, 400, 403, 404, 422])
def test_a_no_is_a_no_for_good(there, status):
    there.fails.append((status, {"location": "http://elsewhere.example"}, b'{"error": "Text is too long"}'))
    with pytest.raises(RefusedForGood, match=f"{status}: Text is too long"):
        mastodon(there).publish(reply())


def soon():
    return datetime.now(UTC) + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        (lambda: {"retry-after": "60"}, 60, 60),
        (lambda: {"retry-after": format_datetime(soon(), usegmt=True)}, 30, 61),
        (lambda: {"x-ratelimit-reset": soon().isoformat()}, 30, 61),
        (lambda: {"x-ratelimit-reset": "2020-01-01T00:00:00Z"}, 1, 1),
        (lambda: {"retry-after": "9" * 30}, 86_400, 86_400),
    ],
)
def test_a_server_that_asks_for_patience_gets_it(there, headers, least, most):
    there.fails.append((429, headers(), b'{"error": "Too many requests"}'))
    with pytest.raises(TryLater) as caught:
        mastodon(there).publish(reply())
    assert least <= caught.value.after <= most


@pytest.mark.parametrize("headers", [{}, {"retry-after": "later"}, {"x-ratelimit-reset": "soon"}])
def test_patience_without_a_time_is_ours_to_choose(there, headers):
    there.fails.append((429, headers, b""))
    with pytest.raises(TryLater) as caught:
        mastodon(there).publish(reply())
    assert caught.value.after is None


def test_a_message_is_asked_after_edited_and_gone(there):
    remote_id = there.says("My bag is lost")
    there.statuses[remote_id] |= {"content": "<p>Found it</p>", "edited_at": "2026-11-30T11:00:00Z"}
    standing = mastodon(there).refresh(remote_id)
    assert (standing.message.text, standing.message.is_edit) == ("Found it", True)
    del there.statuses[remote_id]
    assert mastodon(there).refresh(remote_id) == GONE
    there.fails.append((500, {}, b""))
    assert mastodon(there).refresh(remote_id) == UNSEEN
    there.fails.append((200, {}, b"[]"))
    assert mastodon(there).refresh(remote_id) == UNSEEN


def test_nothing_we_were_given_leads_to_another_question(there):
    assert mastodon(there).refresh("1/../../accounts?x=1#y") == GONE
    assert there.server.seen[-1].path == "/api/v1/statuses/1%2F..%2F..%2Faccounts%3Fx%3D1%23y"


def test_length_is_counted_as_the_network_does():
    room = Mastodon.length("")
    link = "https://tern.example/" + "x" * 300
    assert Mastodon.length(f"See {link}") == room + 4 + 23
    assert Mastodon.length("@tess@a.very.long.server.example hi") == room + len("@tess hi")


@pytest.mark.parametrize(
    ("settings", "secrets"),
    [
        ({}, {"token": "t"}),
        ({"server": "https://social.example"}, {}),
        ({"server": "ftp://social.example"}, {"token": "t"}),
        ({"server": "http://10.0.0.1"}, {"token": "t"}),
        ({"server": "https://social.example"}, {"token": "t\r\nx-evil: 1"}),
    ],
)
def test_settings_that_cannot_work_are_said(settings, secrets):
    with pytest.raises(Invalid):
        Mastodon.check_settings(settings, secrets)


def test_a_reject_holds_what_came_and_is_the_same_in_every_poll(there):
    there.says("Whole")
    there.says("Broken", created_at=7)
    (rejected,) = mastodon(there).fetch({}).parsed.rejected
    assert mastodon(there).fetch({"after": there.notifications[0]["id"]}).parsed.rejected == (rejected,)
    assert json.loads(rejected.raw)["status"]["content"] == "<p>Broken</p>"
