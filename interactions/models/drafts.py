"""Words we might say: typed, submitted, signed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only
from interactions.models.attachments import Attachment


def text_hash(text: str) -> str:
    """What a signature signs: SHA-256 of exactly this text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def signed_hash(text: str, files: Sequence[Attachment] = ()) -> str:
    """The same of a text with its files: what each is and what it is said to show, in their order."""
    if not files:
        return text_hash(text)
    return text_hash("\n".join([text_hash(text), *(f"{file.digest} {text_hash(file.alt)}" for file in files)]))


class Composing(models.Model):
    """Text being typed, kept for one person on one interaction. No state, no event."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.CASCADE, related_name="composings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    # The rest of the form by its fields' names: private or public, template, ticks, hand-off. Bounded by the action.
    fields = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    version = models.PositiveIntegerField(default=0, db_default=0)  # rises with every change, on whichever device
    # What another start, or another device, took the place of.
    put_aside = models.TextField(blank=True, default="", db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["interaction", "user"], name="composing_once")]

    def __str__(self) -> str:
        return f"{self.user} on #{self.interaction_id}"


class Drafts(models.QuerySet["Draft"]):
    def waiting(self) -> Drafts:
        """What a sign-off is asked for right now: at most one of each line of an interaction."""
        return self.filter(is_waiting=True)


class Draft(models.Model):
    """A revision that was submitted. Its words never change: another wording is another draft.

    Versions that replace one another form a line. Lines stand side by side as candidates; one of them is posted.
    """

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    line = models.PositiveSmallIntegerField(default=1, db_default=1)
    is_waiting = models.BooleanField(default=False, db_default=False)  # for signatures, as the newest of its line
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)  # of the text with its files: signed_hash
    has_files = models.BooleanField(default=False, db_default=False)
    is_public = models.BooleanField()
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    template = models.ForeignKey(
        "playbook.ResponseTemplate", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    template_version = models.PositiveIntegerField(default=0)
    consideration = models.CharField(max_length=500, blank=True)  # yellow asks for one sentence
    # Its author wants another reader, obliged or not.
    asks_second_pair = models.BooleanField(default=False, db_default=False)
    thread_version = models.PositiveIntegerField()
    flag_version = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    objects = Drafts.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["interaction", "number"], name="draft_numbers_once"),
            models.UniqueConstraint(
                fields=["interaction", "line"], name="one_version_of_a_line_waits", condition=Q(is_waiting=True)
            ),
            models.CheckConstraint(condition=~Q(text=""), name="draft_says_something"),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="draft_of_author"),
            models.Index(
                fields=["template", "created_at"], name="drafts_from_template", condition=Q(template__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number} for #{self.interaction_id}"

    @cached_property
    def files(self) -> list[Attachment]:
        """What goes along, in its order. One query, none for a text alone."""
        if not self.has_files:
            return []
        return [enclosed.attachment for enclosed in self.enclosed.select_related("attachment")]

    @property
    def content_hash(self) -> str:
        """The hash of what stands there now: compare with the one that was signed."""
        return signed_hash(self.text, self.files)


@append_only()
class Tick(models.Model):
    """A line of the checklist that a person stood by for this draft. One carried over from the version below keeps its
    person and time, as long as no edit touched the part it is about."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="ticks")
    item = models.SlugField(max_length=60, db_index=False)  # of playbook.ChecklistItem, or of a machine check
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticked_at = models.DateTimeField()
    part_hash = models.CharField(max_length=64)  # of what was read: see interactions.ticking

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "item"], name="an_item_is_ticked_once")]

    def __str__(self) -> str:
        return f"{self.item} by {self.by}"


class Basis(models.TextChoices):
    """What an approval rests on."""

    REVIEW = "review"  # another person read it
    EDIT = "edit"  # the approver changed another person's text, a little
    POLICY = "policy"  # the sign-off policy asks for nobody


@append_only()
class Signature(models.Model):
    """One person's name under one draft as it stood: its hash, the thread, the flags, the template."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    below_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The team whose step it signs; without one the interaction's own.
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    basis = models.CharField(max_length=6, choices=[(Basis.REVIEW, "review"), (Basis.EDIT, "edit")])
    text_hash = models.CharField(max_length=64)
    thread_version = models.PositiveIntegerField()
    flag_version = models.PositiveIntegerField()
    template_version = models.PositiveIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "by", "thread_version", "flag_version"], name="one_name_once_under_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(basis="review") & ~Q(by=F("author"))
                | Q(basis="edit", by=F("author"), below_author__isnull=False) & ~Q(below_author=F("by")),
                name="nobody_signs_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} under {self.draft}"


@append_only()
class Approval(models.Model):
    """The decision that lets exactly one text out: whose, on what ground, and every version it was true for."""

    interaction = models.ForeignKey(
        "interactions.Interaction", on_delete=models.PROTECT, related_name="approvals", db_index=False
    )
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="approvals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    below_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    basis = models.CharField(max_length=6, choices=Basis)
    policy_version = models.PositiveIntegerField()
    signatures_needed = models.PositiveSmallIntegerField()
    signatures_given = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    thread_version = models.PositiveIntegerField()
    flag_version = models.PositiveIntegerField()
    template_version = models.PositiveIntegerField()
    approved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="policy", by__isnull=True, signatures_needed=0)
                | Q(basis="review", by__isnull=False) & ~Q(by=F("author"))
                | Q(basis="edit", by=F("author"), below_author__isnull=False) & ~Q(below_author=F("by")),
                name="approval_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(signatures_given__gte=F("signatures_needed")), name="approval_has_its_signatures"
            ),
        ]

    def __str__(self) -> str:
        return f"Approval of {self.draft}"
