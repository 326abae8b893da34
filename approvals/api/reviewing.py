"""Signing a draft or returning it from outside, under the same guards as the page."""

import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, User
from accounts.refusals import Invalid
from approvals import actions
from approvals.checks import Seen
from approvals.models import ReasonCode, Verdict
from interactions.api.answers import REFUSALS, draft_or_404, given, interaction_or_404, numbered
from interactions.api.door import BoundedJson, Door
from interactions.api.drafts import DraftOut, Numbers, Ticks, Words, shown
from interactions.models import Draft


class ReviewIn(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(Verdict.choices)
    thread_version = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text=gettext_lazy("Of the case as it was read.")
    )
    flag_version = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text=gettext_lazy("Of the case as it was read.")
    )
    text = Words(required=False, help_text=gettext_lazy("For “edit”: the reviewer’s wording."))
    as_new_version = serializers.BooleanField(
        required=False, help_text=gettext_lazy("For “edit”: submit it for a third person instead of signing.")
    )
    ticks = Ticks(help_text=gettext_lazy("For “edit”: checklist lines that the reviewer stands by."))
    reason_code = serializers.ChoiceField(ReasonCode.choices, required=False, help_text=gettext_lazy("For “return”."))
    note = serializers.CharField(required=False, max_length=1000, help_text=gettext_lazy("For “return”."))
    sets_aside = Numbers(help_text=gettext_lazy("Numbers of the waiting candidates that end with the last name."))


class Review(Door):
    scope = ApiToken.Scope.REVIEW
    parser_classes = [BoundedJson]

    @extend_schema(operation_id="review_draft", request=ReviewIn, responses={200: DraftOut} | REFUSALS)
    def post(self, request: Request, public_id: uuid.UUID, number: int) -> Response:
        """Sign a waiting version, sign one's own edit of it, or return it with a reason. A machine may not."""
        interaction = interaction_or_404(request, public_id)
        draft = draft_or_404(interaction, number)
        asked = given(request, ReviewIn)
        _decide(draft, request.user, asked)  # type: ignore[arg-type]  # a key always has its user
        newest = interaction.drafts.filter(line=draft.line).order_by("-number").values_list("number", flat=True)[0]
        return Response(shown(draft_or_404(interaction, newest), interaction_or_404(request, public_id)))


def _decide(draft: Draft, by: User, asked: dict[str, Any]) -> None:
    """Raises what the actions raise, and Invalid where a verdict lacks its words."""
    seen = Seen(asked["thread_version"], asked["flag_version"])
    sets_aside = numbered(draft.interaction, asked.get("sets_aside", []))
    if asked["verdict"] == Verdict.APPROVE:
        actions.approve(draft, by=by, seen=seen, sets_aside=sets_aside)
    elif asked["verdict"] == Verdict.EDIT:
        if "text" not in asked:
            raise Invalid(_("Send your wording as “text”."))
        actions.approve_with_edits(
            draft,
            by=by,
            text=asked["text"],
            ticks=asked.get("ticks"),
            as_new_version=asked.get("as_new_version", False),
            seen=seen,
            sets_aside=sets_aside,
        )
    else:
        actions.send_back(draft, by=by, reason_code=asked.get("reason_code", ""), note=asked.get("note", ""), seen=seen)
