"""How things look from outside: what the API takes and gives, and what its schema says about them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from connectors.contract import KINDS
from interactions.actions.receive import Outcome
from interactions.models import Contact, Flag, Interaction, Reply

PAGE_AT_MOST = 200
LEVELS = ("green", "yellow", "red", "none")


class Refused(serializers.Serializer[Any]):
    detail = serializers.CharField(help_text=_("What is wrong, in a sentence."))


class AuthorIn(serializers.Serializer[Any]):
    id = serializers.CharField()
    handle = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    followers = serializers.IntegerField(required=False)
    is_verified = serializers.BooleanField(required=False)
    is_press = serializers.BooleanField(required=False)
    is_employee = serializers.BooleanField(required=False)
    is_influencer = serializers.BooleanField(required=False)


class MessageIn(serializers.Serializer[Any]):
    """Describes a message for the schema; what reads it is ``connectors.shape``, as for files and webhooks."""

    id = serializers.CharField(help_text=_("The network's own id: the same id is the same message."))
    text = serializers.CharField(help_text=_("Kept whole up to 50,000 characters."))
    author = AuthorIn()
    occurred_at = serializers.DateTimeField(required=False, help_text=_("Left out: now."))
    kind = serializers.ChoiceField(sorted(KINDS), required=False)
    direction = serializers.ChoiceField(["inbound", "outbound"], required=False)
    is_public = serializers.BooleanField(required=False)
    thread_id = serializers.CharField(required=False)
    parent_id = serializers.CharField(required=False)
    permalink = serializers.CharField(required=False)
    language = serializers.CharField(required=False)
    subject = serializers.CharField(required=False)
    likes = serializers.IntegerField(required=False)
    shares = serializers.IntegerField(required=False)
    comments = serializers.IntegerField(required=False)
    reach = serializers.IntegerField(required=False)
    is_edit = serializers.BooleanField(required=False)
    is_deletion = serializers.BooleanField(required=False)
    is_automatic = serializers.BooleanField(required=False)


class BatchIn(serializers.Serializer[Any]):
    messages = MessageIn(many=True, help_text=_("At most 1,000."))


class ResultOut(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text=_("The message's place in the batch, from 0."))
    result = serializers.ChoiceField([*Outcome, "rejected"])
    id = serializers.CharField(help_text=_("Its id as we keep it; empty when it could not be read."), allow_blank=True)
    interaction = serializers.UUIDField(allow_null=True, help_text=_("What it is, or belongs to."))
    reason = serializers.CharField(allow_blank=True, help_text=_("Why it could not be read."))


class TakenOut(serializers.Serializer[Any]):
    counts = serializers.DictField(child=serializers.IntegerField())
    results = ResultOut(many=True)
    detail = serializers.CharField(required=False)


class Asked(serializers.Serializer[Any]):
    """What a list is narrowed by."""

    state = serializers.ChoiceField(Interaction.State.choices, required=False)
    level = serializers.ChoiceField(LEVELS, required=False, help_text=_("“none”: nobody has judged it yet."))
    channel = serializers.SlugField(required=False)
    since = serializers.DateTimeField(required=False, help_text=_("Received at this time or later."))
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=PAGE_AT_MOST)
    cursor = serializers.CharField(required=False, help_text=_("From `next` or `previous`."))


class ContactOut(serializers.ModelSerializer[Contact]):
    id = serializers.CharField(source="remote_id")

    class Meta:
        model = Contact
        fields = ["id", "handle", "name", "followers", "is_verified", "is_press", "is_employee", "is_influencer"]


class InteractionOut(serializers.ModelSerializer[Interaction]):
    id = serializers.UUIDField(source="public_id")
    brand = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    channel = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    author = ContactOut(source="contact")
    topic = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    level = serializers.ChoiceField(LEVELS)

    class Meta:
        model = Interaction
        fields = [
            "id", "brand", "team", "channel", "remote_id", "author", "kind", "is_public", "is_automatic", "subject",
            "text", "language", "permalink", "likes", "shares", "comments", "reach", "occurred_at", "received_at",
            "edited_at", "deleted_at", "state", "level", "topic", "is_held", "due_at", "responded_at", "closed_at",
            "closed_as", "look_again_at", "snoozed_until",
        ]  # fmt: skip

    def to_representation(self, instance: Interaction) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        return shown | {"level": instance.level or "none"}


class PageOut(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True, help_text=_("The page of older ones."))
    previous = serializers.URLField(allow_null=True)
    results = InteractionOut(many=True)


class FlagOut(serializers.ModelSerializer[Flag]):
    topic = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    by = serializers.CharField(source="by.full_name", default="", help_text=_("Empty: triage."))
    why = serializers.DictField()

    class Meta:
        model = Flag
        fields = ["topic", "level", "by", "reason", "why", "flagged_at", "withdrawn_at"]


class ReplyOut(serializers.ModelSerializer[Reply]):
    id = serializers.UUIDField(source="key")
    text = serializers.CharField()

    class Meta:
        model = Reply
        fields = ["id", "kind", "origin", "state", "text", "remote_id", "permalink", "created_at", "sent_at", "error"]


class CaseOut(InteractionOut):
    """One interaction with what stands around it, as far as the key's user may see it."""

    flags = FlagOut(many=True)
    thread = serializers.SerializerMethodField()
    replies = serializers.SerializerMethodField()

    class Meta(InteractionOut.Meta):
        fields = [*InteractionOut.Meta.fields, "flags", "thread", "replies"]

    @extend_schema_field(InteractionOut(many=True))
    def get_thread(self, interaction: Interaction) -> Any:
        del interaction
        return InteractionOut(self.context["thread"], many=True).data

    @extend_schema_field(ReplyOut(many=True))
    def get_replies(self, interaction: Interaction) -> Any:
        del interaction
        return ReplyOut(self.context["replies"], many=True).data
