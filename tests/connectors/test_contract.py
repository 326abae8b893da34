from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import bounds
from connectors.bounds import Unreadable
from connectors.contract import Author, Connector, FetchError, Incoming, Receipt, TryLater
from connectors.registry import CONNECTORS

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TESS = Author("tess")


def incoming(**facts):
    return Incoming(**({"remote_id": "1", "text": "hello", "author": TESS, "occurred_at": AT} | facts))


def test_a_post_of_fifty_thousand_characters_is_kept_whole():
    message = incoming(text="é" * 50_000)
    assert message.text == "é" * 50_000
    assert not message.was_cut


def test_a_longer_post_ends_in_a_visible_mark_and_says_that_it_was_cut():
    message = incoming(text="x" * 63_211)
    assert len(message.text) == 50_000
    assert message.text.endswith("[… cut here: 63,211 characters came, 50,000 are kept]")
    assert message.was_cut


def test_nul_bytes_and_lone_surrogates_become_visible_marks():
    assert incoming(text="a\0b\ud83dc").text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("outcome", [FetchError, TryLater])
def test_what_a_server_said_can_be_stored_beside_our_sentence(outcome):
    assert str(outcome("The server answered 500: a\0b\ud83d")) == "The server answered 500: a\ufffdb\ufffd"


def test_a_receipt_names_the_post_as_it_would_come_back_and_is_never_a_script():
    receipt = Receipt("x" * 300, "javascript:alert(1)")
    assert (receipt.remote_id, receipt.permalink) == (incoming(remote_id="x" * 300).remote_id, "")


@pytest.mark.parametrize("text", ["\u202egnirts", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "", "👩‍👩‍👧 ßÅ"])
def test_the_customers_own_words_stay_as_they_are(text):
    assert incoming(text=text).text == text


def test_long_ids_stay_different():
    first, second = incoming(remote_id="x" * 300 + "1"), incoming(remote_id="x" * 300 + "2")
    assert first.remote_id != second.remote_id
    assert len(first.remote_id) <= 255


def test_ids_that_no_database_takes_stay_different():
    assert incoming(remote_id="a\0").remote_id != incoming(remote_id="a\ufffd").remote_id


@pytest.mark.parametrize("facts", [{"remote_id": "  "}, {"kind": "shout"}, {"direction": "sideways"}])
def test_what_cannot_be_a_message_says_why(facts):
    with pytest.raises(Unreadable, match=r"missing|not one of|neither"):
        incoming(**facts)


def test_an_author_needs_an_id():
    with pytest.raises(Unreadable, match="the author's id is missing"):
        Author("")


def test_times_are_in_utc_and_never_beyond_what_a_page_can_show():
    assert incoming(occurred_at=datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2)))).occurred_at.hour == 22
    assert incoming(occurred_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))).occurred_at == bounds.EARLIEST
    assert incoming(occurred_at=datetime.max.replace(tzinfo=UTC)).occurred_at == bounds.LATEST
    assert incoming(occurred_at=datetime(2026, 1, 1)).occurred_at == datetime(2026, 1, 1, tzinfo=UTC)  # noqa: DTZ001


def test_a_clock_in_the_future_is_left_to_the_ingest():
    assert incoming(occurred_at=AT + timedelta(days=400)).occurred_at == AT + timedelta(days=400)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http://", "x" * 3000])
def test_a_permalink_is_never_a_script(link):
    assert incoming(permalink=link).permalink == ""


def test_counts_fit_a_column():
    assert (incoming(likes=10**30).likes, incoming(likes=-5).likes) == (2_147_483_647, 0)


@given(st.text(alphabet=st.characters(), max_size=300), st.text(max_size=300), st.datetimes())
def test_whatever_the_text_it_can_be_stored(text, remote_id, moment):
    try:
        message = incoming(text=text, remote_id=remote_id, occurred_at=moment, permalink=text, subject=text)
    except Unreadable:
        assert not remote_id.strip()
        return
    for stored in (message.text, message.remote_id, message.permalink, message.subject):
        stored.encode()
        assert "\0" not in stored


def test_no_connector_can_take_anything_off_a_network():
    """A complaint is never deleted, and what was said stays said: no network has a verb for it here."""
    for connector in (Connector, *CONNECTORS):
        public = {name for name in dir(connector) if not name.startswith("_")}
        assert {"parse", "fetch", "publish", "find"} <= public
        assert not [name for name in public if any(word in name for word in ("delete", "remove", "hide", "take_down"))]
