"""Telling the brand what happened here: signed, in order, again and again until its hook says yes."""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from demo_network.models import Dispatch, Peer, Post
from demo_network.signing import signed

TIMEOUT = 10.0
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=5)

log = logging.getLogger(__name__)


def sweep(limit: int = 100) -> int:
    """Send what is due, oldest first, to every brand that listens; the number of dispatches that arrived."""
    peer = Peer.objects.order_by("pk").first()
    if peer is None:
        return 0
    arrived = 0
    with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
        for dispatch in _due(limit):
            if not _claim(dispatch):
                continue
            if not _send(client, peer, dispatch):
                break  # the hook is not itself just now; the others are due again in a second
            arrived += 1
    return arrived


def _due(limit: int) -> QuerySet[Dispatch]:
    """An edit waits until its post has arrived, a deletion until both have."""
    waiting = Dispatch.objects.filter(sent_at=None)
    earlier = waiting.filter(post=OuterRef("post"), pk__lt=OuterRef("pk"))
    due = waiting.filter(~Exists(earlier), next_attempt_at__lte=timezone.now())
    return due.select_related("post__author", "post__parent", "post__root").order_by("pk")[:limit]


def _claim(dispatch: Dispatch) -> bool:
    """Only one sweep sends it; the lease ends by itself if that one dies."""
    return bool(
        Dispatch.objects.filter(
            pk=dispatch.pk, sent_at=None, attempts=dispatch.attempts, next_attempt_at=dispatch.next_attempt_at
        ).update(attempts=dispatch.attempts + 1, next_attempt_at=timezone.now() + LEASE)
    )


def _send(client: httpx.Client, peer: Peer, dispatch: Dispatch) -> bool:
    now = timezone.now()
    body = json.dumps(told(dispatch, peer)).encode()
    # The id stays the same for every attempt, so that the brand knows a repeat when it sees one.
    headers = signed(body, message_id=dispatch.key, timestamp=int(now.timestamp()), secret=peer.signing_secret)
    try:
        response = client.post(peer.hook_url, content=body, headers=headers | {"content-type": "application/json"})
    except httpx.HTTPError as error:
        return _put_off(dispatch, now, str(error) or type(error).__name__)
    if response.is_success:
        Dispatch.objects.filter(pk=dispatch.pk).update(sent_at=timezone.now(), last_answer=str(response.status_code))
        return True
    return _put_off(dispatch, now, f"{response.status_code} {response.text}")


def _put_off(dispatch: Dispatch, now: datetime, answer: str) -> bool:
    wait = min(timedelta(seconds=2 ** min(dispatch.attempts + 1, 10)), LONGEST_WAIT)
    Dispatch.objects.filter(pk=dispatch.pk).update(next_attempt_at=now + wait, last_answer=answer[:200])
    log.warning("The brand's hook did not take %s: %s", dispatch.key, answer[:200])
    return False


def told(dispatch: Dispatch, peer: Peer) -> dict[str, Any]:
    """The message in the brand's documented shape."""
    post, author = dispatch.post, dispatch.post.author
    assert author is not None, "only members' posts are dispatched"
    return {
        "id": post.key,
        "text": post.text,
        "author": {
            "id": author.handle,
            "handle": f"@{author.handle}",
            "name": author.name,
            "followers": author.followers,
            "is_verified": author.is_verified,
            "is_press": author.is_press,
        },
        "occurred_at": post.posted_at.isoformat(),
        "kind": _kind(post),
        "is_public": not post.is_private,
        "thread_id": post.thread_key,
        "parent_id": post.parent.key if post.parent else "",
        "permalink": "" if post.is_private else f"{peer.site_url.rstrip('/')}/demo/{post.thread_key}/",
        "language": post.language,
        "likes": post.likes,
        "shares": post.shares,
        "is_edit": dispatch.kind == Dispatch.Kind.EDIT,
        "is_deletion": dispatch.kind == Dispatch.Kind.DELETION,
    }


def _kind(post: Post) -> str:
    if post.is_private:
        return "message"
    return "reply" if post.parent_id else "mention"
