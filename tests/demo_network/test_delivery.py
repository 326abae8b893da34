"""Harbour tells the brand: signed, in order, until the hook says yes. Over real sockets, read by the real connector."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.accounts import Account
from connectors.webhook.connector import Webhook
from demo_network import delivery, feed, posting
from demo_network.models import Dispatch, Peer, Person, Post
from tests.connectors.test_http import Server, saying, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def tess(peer):
    return Person.objects.create(handle="tess", name="Tess", followers=7, is_press=True)


def listening(peer, server):
    Peer.objects.update(hook_url=f"http://127.0.0.1:{server.port}/hooks/harbour/")


def received(peer, server):
    """What the product makes of it."""
    channel = Webhook(Account(secrets={"incoming_secrets": peer.signing_secret}))
    now = datetime.now(UTC)
    messages = []
    for request in server.seen:
        channel.verify(dict(request.headers.items()), request.body, now)
        messages += channel.parse(request.body, received_at=now).messages
    return messages


def test_a_post_arrives_signed_and_whole(peer, tess):
    post = posting.post(author=tess, text="Where is my bag? \u202e <b>", language="en", likes=3)
    reply = posting.post(author=tess, text="Hello?", parent=post, is_private=True)
    with serving(saying(202)) as server:
        listening(peer, server)
        assert delivery.sweep() == 2
        assert delivery.sweep() == 0
    first, second = received(peer, server)
    assert (first.remote_id, first.text, first.kind, first.likes) == (post.key, post.text, "mention", 3)
    assert (first.author.remote_id, first.author.followers, first.author.is_press) == ("tess", 7, True)
    assert first.permalink == f"https://desk.example/demo/{post.key}/"
    assert abs(first.occurred_at - post.posted_at) < timedelta(seconds=1)
    assert (second.thread_id, second.parent_id) == (post.key, post.key)
    assert (second.kind, second.is_public, second.remote_id) == ("message", False, reply.key)


def test_an_edit_and_a_deletion_follow_their_post(peer, tess):
    post = posting.post(author=tess, text="one")
    posting.edit(post=post, text="two")
    posting.delete(post=post)
    with serving(saying(202)) as server:
        listening(peer, server)
        assert [delivery.sweep() for _turn in range(4)] == [1, 1, 1, 0]
    assert [(each.is_edit, each.is_deletion) for each in received(peer, server)] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_a_hook_that_is_away_is_tried_again_with_the_same_id(peer, tess, time_machine):
    time_machine.move_to(datetime.now(UTC))
    post = posting.post(author=tess, text="one")
    posting.edit(post=post, text="two")
    assert delivery.sweep() == 0, "nobody listens at port 1"
    assert delivery.sweep() == 0, "it is not due again, and the edit waits for its post"
    assert Dispatch.objects.filter(attempts__gt=0).count() == 1
    with serving(saying(500, b"not now")) as failing:
        listening(peer, failing)
        time_machine.shift(timedelta(seconds=10))
        assert delivery.sweep() == 0
    assert Dispatch.objects.order_by("pk").first().last_answer == "500 not now"
    with serving(saying(202)) as server:
        listening(peer, server)
        time_machine.shift(timedelta(seconds=60))
        assert delivery.sweep() == 1
    assert failing.seen[0].headers["webhook-id"] == server.seen[0].headers["webhook-id"]
    assert failing.seen[0].headers["webhook-timestamp"] != server.seen[0].headers["webhook-timestamp"]


def test_a_sweep_that_died_half_way_leaves_a_lease_that_ends(peer, tess, time_machine):
    time_machine.move_to(datetime.now(UTC))
    posting.post(author=tess, text="one")
    dispatch = Dispatch.objects.get()
    assert delivery._claim(dispatch)
    assert not delivery._claim(dispatch), "only one sweep has it"
    with serving(saying(202)) as server:
        listening(peer, server)
        assert delivery.sweep() == 0
        time_machine.shift(timedelta(seconds=61))
        assert delivery.sweep() == 1


def test_without_a_brand_nothing_is_sent():
    assert delivery.sweep() == 0


def test_the_written_day_can_be_read():
    script = feed.read()
    assert len(script.lines) == 60
    assert {line.language for line in script.lines} >= {"en", "de", "fr", "es", "sv", "ar"}
    assert any(line.is_private for line in script.lines)
    assert any(person.get("is_press") for person in script.people)


@pytest.mark.parametrize(
    "wrong",
    [
        'by = "nobody"',
        'by = "a"\nanswers = "later"',
        'by = "a"\n[[post]]\nname = "one"\nat = "06:00"\nby = "a"\ntext = "x"',
    ],
)
def test_a_seed_that_does_not_hold_together_says_so(tmp_path, wrong):
    path = tmp_path / "seed.toml"
    path.write_text(f'[[person]]\nhandle = "a"\nname = "A"\n[[post]]\nname = "one"\nat = "05:00"\ntext = "x"\n{wrong}')
    with pytest.raises(ValueError, match="“one”"):
        feed.read(path)


def test_the_feed_goes_on_where_it_was_and_begins_the_day_anew(peer):
    now = datetime.now(UTC)
    assert feed.fill(now) == 45
    assert feed.fill(now) == 0
    oldest, newest = Post.objects.earliest("posted_at"), Post.objects.latest("posted_at")
    assert now - timedelta(hours=24) < oldest.posted_at < newest.posted_at < now
    keys = [feed.go_on(now).key for _line in range(16)]
    assert keys[0] == f"day1-{feed.read().lines[45].name}"
    assert keys[15] == f"day2-{feed.read().lines[0].name}"
    follow_up = Post.objects.get(key="day1-bag-missing-2")
    assert follow_up.parent.key == follow_up.thread_key == "day1-bag-missing"
    assert Dispatch.objects.count() == 61


def test_a_message_is_in_its_language_on_the_way_to_the_brand(peer):
    feed.fill(datetime.now(UTC))
    dispatch = Dispatch.objects.get(post__key="day1-delay-de")
    assert delivery.told(dispatch, peer)["language"] == "de"


def test_the_server_of_these_tests_hears_what_is_sent(peer, tess):
    """The control: a hook that hangs up has not taken it."""
    posting.post(author=tess, text="one")
    with serving(Server(lambda request: request.connection.close())) as server:
        listening(peer, server)
        assert delivery.sweep() == 0
    assert Dispatch.objects.get().sent_at is None
