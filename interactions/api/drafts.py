"""How drafts look from outside."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from connectors.bounds import TEXT_AT_MOST
from interactions import checks, ports
from interactions.models import Attachment, Draft, Interaction
from interactions.models.attachments import LONGEST_ALT
from interactions.turns import given_by_team

STATES = ("waiting", "approved", "ended")


class Words(serializers.CharField):
    """Text as it was written: blanks at the ends belong to it, and it can be kept in both databases."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=TEXT_AT_MOST, **options)

    def to_internal_value(self, data: Any) -> str:
        text = str(super().to_internal_value(data))
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise serializers.ValidationError(_("This text holds half a character. Send it as UTF-8."))
        return text


class Ticks(serializers.ListField):
    """Slugs of lines of the checklist."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.SlugField(max_length=60), required=False, max_length=100, **options)


class Numbers(serializers.ListField):
    """Numbers of versions of one interaction."""

    def __init__(self, **options: Any) -> None:
        child = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
        super().__init__(child=child, required=False, max_length=100, **options)


class LineOut(serializers.Serializer[Any]):
    slug = serializers.CharField(help_text=_("To be named in `ticks`."))
    wording = serializers.CharField()
    is_required = serializers.BooleanField()
    is_by_hand = serializers.BooleanField(help_text=_("Else the machine looks, and asks for a tick where it finds."))


class ChecklistOut(serializers.Serializer[Any]):
    results = LineOut(many=True)


class TypedIn(serializers.Serializer[Any]):
    text = Words(allow_blank=True)


class DraftIn(serializers.Serializer[Any]):
    text = Words()
    is_public = serializers.BooleanField(required=False, help_text=_("Left out: as the message was."))
    consideration = serializers.CharField(required=False, allow_blank=True, max_length=500)
    ticks = Ticks(help_text=_("Slugs of the checklist lines that the writer stands by: see `checklist/`."))
    template = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    based_on = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text=_("The number of the version it goes on from.")
    )
    beside = serializers.BooleanField(required=False, help_text=_("A candidate beside what waits already."))
    asks_second_pair = serializers.BooleanField(required=False, help_text=_("Another reader, obliged or not."))
    files = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=20,
        help_text=_("Ids of files added to this interaction, in their order. Left out: those of “based_on”."),
    )
    sets_aside = Numbers(help_text=_("Numbers of the waiting versions that end when this one goes out at once."))
    confirmed = serializers.CharField(
        required=False, max_length=500, help_text=_("The word of a 409: the same text, asked about once more.")
    )
    seen_thread_version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class FileIn(serializers.Serializer[Any]):
    upload = serializers.FileField(allow_empty_file=True, help_text=_("What its first bytes say it is; at most 5 MB."))
    alt = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_ALT, help_text=_("What a picture shows. It must say so.")
    )


class StepOut(serializers.Serializer[Any]):
    team = serializers.CharField()
    needed = serializers.IntegerField()
    given = serializers.IntegerField()


class FileOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    type = serializers.CharField()
    size = serializers.IntegerField()
    alt = serializers.CharField()
    sha256 = serializers.CharField()


class DraftOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    line = serializers.IntegerField(help_text=_("Versions of one line replace one another; lines are candidates."))
    author = serializers.CharField()
    text = serializers.CharField()
    files = FileOut(many=True, help_text=_("What goes along. It is signed with the text."))
    is_public = serializers.BooleanField()
    state = serializers.ChoiceField(STATES)
    based_on = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    steps = StepOut(many=True)
    reasons = serializers.ListField(child=serializers.CharField())
    thread_version = serializers.IntegerField(help_text=_("Of the case now: send it along with a review."))
    flag_version = serializers.IntegerField(help_text=_("Of the case now: send it along with a review."))


class DraftsOut(serializers.Serializer[Any]):
    results = DraftOut(many=True)


def shown(draft: Draft, interaction: Interaction) -> dict[str, Any]:
    """One version with the names it has and lacks. The policy is asked only about what waits."""
    draft.interaction = interaction
    return {
        "number": draft.number,
        "line": draft.line,
        "author": str(draft.author),
        "text": draft.text,
        "files": [file_shown(file) for file in draft.files],
        "is_public": draft.is_public,
        "state": _state(draft, interaction),
        "based_on": draft.based_on.number if draft.based_on else None,
        "created_at": draft.created_at,
        "thread_version": interaction.thread_version,
        "flag_version": interaction.flag_version,
    } | _signing(draft, interaction)


def file_shown(file: Attachment) -> dict[str, Any]:
    facts = {"name": file.name, "type": file.content_type, "size": file.size}
    return {"id": file.pk, "alt": file.alt, "sha256": file.digest} | facts


def _state(draft: Draft, interaction: Interaction) -> str:
    if draft.is_waiting:
        return "waiting"
    approval = interaction.approval
    return "approved" if approval is not None and approval.draft_id == draft.pk else "ended"


def _signing(draft: Draft, interaction: Interaction) -> dict[str, Any]:
    if not draft.is_waiting:
        return {"steps": [], "reasons": []}
    requirement = ports.sign_off(draft)
    given = given_by_team(checks.signatures_on(draft, interaction), interaction)
    steps = [
        {"team": step.team.slug, "needed": step.needed, "given": min(given[step.team.pk], step.needed)}
        for step in requirement.steps
    ]
    return {"steps": steps, "reasons": [str(reason) for reason in requirement.reasons]}
