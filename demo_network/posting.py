"""What members and the brand do on Harbour. Each act is one transaction with what the brand must be told of it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from demo_network.models import Dispatch, Peer, Person, Post
from demo_network.signing import new_secret

POST_AT_MOST = 5_000


class NoSuchPost(LookupError):  # noqa: N818 - an answer to the brand, not a fault
    """The post that was answered is not on Harbour, or not any more."""


@transaction.atomic
def open_to(*, handle: str, name: str, hook_url: str, site_url: str, secrets: tuple[str, str] | None = None) -> Peer:
    """Let a brand listen and answer. Called again it moves the addresses and keeps the secrets, unless given anew."""
    sending, answering = secrets or (new_secret(), new_secret())
    peer, is_new = Peer.objects.get_or_create(
        handle=handle,
        defaults={
            "name": name,
            "hook_url": hook_url,
            "site_url": site_url,
            "signing_secret": sending,
            "reply_secret": answering,
        },
    )
    if not is_new:
        peer.name, peer.hook_url, peer.site_url = name, hook_url, site_url
        if secrets:
            peer.signing_secret, peer.reply_secret = secrets
        peer.save()
    return peer


@transaction.atomic
def post(*, author: Person, text: str, parent: Post | None = None, **facts: Any) -> Post:
    """A member says something, to everybody or in a conversation."""
    said = Post.objects.create(author=author, text=text, parent=parent, root=_root(parent), **facts)
    Dispatch.objects.create(post=said, kind=Dispatch.Kind.POST)
    return said


@transaction.atomic
def edit(*, post: Post, text: str) -> None:
    """A member says it otherwise; the same words again are no edit."""
    if Post.objects.filter(pk=post.pk, deleted_at=None).exclude(text=text).update(text=text, edited_at=timezone.now()):
        Dispatch.objects.create(post=post, kind=Dispatch.Kind.EDIT)


@transaction.atomic
def delete(*, post: Post) -> None:
    """A member takes it back; the place stays, the words go."""
    if Post.objects.filter(pk=post.pk, deleted_at=None).update(text="", deleted_at=timezone.now()):
        Dispatch.objects.create(post=post, kind=Dispatch.Kind.DELETION)


def answer(reply: Mapping[str, Any]) -> tuple[Post, bool]:
    """The brand's reply, and whether it is new: the same key posts once.

    Raises ValueError for a reply without key or text, NoSuchPost.
    """
    key, text = _storable(reply.get("key")), _storable(reply.get("text"))
    if not key or not text:
        raise ValueError("A reply has a key and a text.")
    if known := find(key):
        return known, False
    parent = Post.objects.filter(key=_storable(reply.get("in_reply_to")), deleted_at=None).first()
    if parent is None:
        raise NoSuchPost
    try:
        with transaction.atomic():
            is_private = reply.get("is_public") is False
            said = Post.objects.create(
                reply_key=key[:255], text=text, parent=parent, root=_root(parent), is_private=is_private
            )
    except IntegrityError:  # the same reply came twice at once
        return Post.objects.get(reply_key=key[:255]), False
    return said, True


def find(key: str) -> Post | None:
    """The brand's reply with this key, if it stands here."""
    return Post.objects.select_related("root").filter(reply_key=_storable(key)[:255]).first()


def _storable(given: object) -> str:
    """Text without what no database takes; what is no text is none."""
    text = given if isinstance(given, str) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def _root(parent: Post | None) -> Post | None:
    return (parent.root or parent) if parent else None
