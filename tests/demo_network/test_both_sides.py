"""The product's webhook connector and Harbour, face to face over HTTP."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from connectors.accounts import Account
from connectors.contract import NOT_THERE, Found, Guarantee, Outgoing, RefusedForGood
from connectors.webhook.connector import Webhook
from demo_network import posting
from demo_network.models import Person, Post

pytestmark = [pytest.mark.urls("tests.demo_network.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def harbour(live_server):
    peer = posting.open_to(handle="ternair", name="Tern Air", hook_url="http://x.example", site_url=live_server.url)
    hook = f"{live_server.url}/demo/hook/"
    secrets = {"incoming_secrets": peer.signing_secret, "reply_secret": peer.reply_secret}
    return Webhook(Account("@ternair", "Tern Air", {"url": hook, "lookup_url": hook}, secrets))


@pytest.fixture
def reply(db):
    tess = Person.objects.create(handle="tess", name="Tess")
    post = posting.post(author=tess, text="Where is my bag?")
    return Outgoing(text="We found it, Tess.", key="reply-1", in_reply_to=post.key, thread_id=post.key, to="tess")


def test_a_reply_stands_once_and_can_be_looked_up(harbour, reply, live_server):
    assert harbour.guarantee is Guarantee.A
    assert harbour.find(reply) == NOT_THERE
    receipt = harbour.publish(reply)
    assert harbour.publish(reply) == receipt
    assert harbour.find(reply) == Found.there(receipt.remote_id, receipt.permalink)
    assert Post.objects.filter(reply_key="reply-1").count() == 1
    assert urlsplit(receipt.permalink).path == f"/demo/{reply.thread_id}/"


def test_a_post_that_is_gone_is_answered_no_more(harbour, reply):
    posting.delete(post=Post.objects.get(key=reply.in_reply_to))
    with pytest.raises(RefusedForGood, match="not on Harbour"):
        harbour.publish(reply)


def test_the_wrong_secret_is_refused_for_good(harbour, reply):
    stranger = Webhook(replace(harbour.account, secrets={"reply_secret": "whsec_" + "QUJD" * 8}))
    with pytest.raises(RefusedForGood, match="not signed by a brand we know"):
        stranger.publish(reply)
