"""Harbour's own memory: who posted what, what the brand answered, and what it still has to tell the brand."""

import uuid

from django.db import models
from django.utils import timezone


def new_key() -> str:
    return uuid.uuid4().hex


class Peer(models.Model):
    """The brand's product, as Harbour sees it: where its hook is, and the secrets both sides know."""

    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    hook_url = models.URLField()
    site_url = models.URLField()  # where Harbour itself is found from outside, for permalinks
    signing_secret = models.CharField(max_length=120)  # of what Harbour sends
    reply_secret = models.CharField(max_length=120)  # of what the brand sends

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A member of Harbour."""

    handle = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    followers = models.PositiveIntegerField(default=0)
    is_verified = models.BooleanField(default=False)
    is_press = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of a member, or (with ``reply_key``) an answer of the brand. A deleted post leaves its place empty."""

    key = models.CharField(max_length=60, unique=True, default=new_key)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="posts")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answers")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="thread")
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    is_private = models.BooleanField(default=False)
    likes = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)
    reply_key = models.CharField(max_length=255, unique=True, null=True)  # noqa: DJ001 - unique where there is one
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["root", "posted_at"], name="post_by_thread")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_by_brand(self) -> bool:
        return self.reply_key is not None

    @property
    def thread_key(self) -> str:
        """The key of the post that began the conversation."""
        return self.root.key if self.root else self.key


class Dispatch(models.Model):
    """One thing to tell the brand; sent until its hook says yes."""

    class Kind(models.TextChoices):
        POST = "post"
        EDIT = "edit"
        DELETION = "deletion"

    key = models.CharField(max_length=32, unique=True, default=new_key)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="dispatches")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.POST)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="dispatch_due", condition=models.Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.post_id}"
