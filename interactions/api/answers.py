"""Answers from outside: keeping what is being typed, submitting a draft, taking it back, reading the versions.

A key of a machine drafts under the same guards as anybody; what it wrote always waits for a person (F-P4).
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, User
from accounts.refusals import Invalid
from interactions import actions, checks
from interactions.access import visible
from interactions.api.door import BoundedJson, Door
from interactions.api.drafts import ChecklistOut, DraftIn, DraftOut, DraftsOut, TypedIn, shown
from interactions.api.shapes import Refused
from interactions.models import Attachment, Draft, Interaction
from playbook.models import ResponseTemplate

REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422), Refused)


def interaction_or_404(request: Request, public_id: uuid.UUID) -> Interaction:
    """The interaction, where the key's user may see it."""
    rows = visible(request.user).select_related("brand", "channel", "team", "contact", "topic")
    interaction = rows.filter(public_id=public_id).first()
    if interaction is None:
        raise NotFound(_("There is no such interaction that you may see."))
    return interaction


def draft_or_404(interaction: Interaction, number: int) -> Draft:
    draft = interaction.drafts.select_related("author", "template", "based_on").filter(number=number).first()
    if draft is None:
        raise NotFound(_("There is no such version."))
    return draft


def numbered(interaction: Interaction, numbers: Iterable[int]) -> list[int]:
    """The ids of its versions with these numbers; numbers of none are passed over."""
    return list(interaction.drafts.filter(number__in=numbers).values_list("pk", flat=True))


def given(request: Request, shape: Any) -> dict[str, Any]:
    """The body as its shape reads it. Raises ValidationError with a sentence a field."""
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found


class Typed(Door):
    scope = ApiToken.Scope.DRAFT
    parser_classes = [BoundedJson]

    @extend_schema(operation_id="keep_typed", request=TypedIn, responses={204: None} | REFUSALS)
    def put(self, request: Request, public_id: uuid.UUID) -> HttpResponseBase:
        """Keep an unsent text for the key's user, in place of the last one. Nothing is submitted."""
        interaction = interaction_or_404(request, public_id)
        actions.compose(interaction, by=_user(request), text=given(request, TypedIn)["text"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class Checklist(Door):
    scope = ApiToken.Scope.READ

    @extend_schema(operation_id="read_checklist", responses={200: ChecklistOut} | REFUSALS)
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """The lines of the checklist that fit a draft of the key's user, by the case and their seniority."""
        interaction = interaction_or_404(request, public_id)
        lines = checks.lines_for(interaction, "", author=_user(request), is_public=interaction.is_public)
        results = [
            {
                "slug": line.item.slug,
                "wording": line.item.wording,
                "is_required": line.item.is_required,
                "is_by_hand": line.is_by_hand,
            }
            for line in lines
        ]
        return Response({"results": results})


class Drafts(Door):
    parser_classes = [BoundedJson]

    @property
    def scope(self) -> str:  # type: ignore[override]
        return ApiToken.Scope.READ if self.request.method == "GET" else ApiToken.Scope.DRAFT

    @extend_schema(operation_id="list_drafts", responses={200: DraftsOut} | REFUSALS)
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """Every version of the answer, oldest first, with whose names each has and lacks."""
        interaction = interaction_or_404(request, public_id)
        drafts = interaction.drafts.select_related("author", "template", "based_on")
        return Response({"results": [shown(draft, interaction) for draft in drafts]})

    @extend_schema(operation_id="submit_draft", request=DraftIn, responses={200: DraftOut, 201: DraftOut} | REFUSALS)
    def post(self, request: Request, public_id: uuid.UUID) -> Response:
        """Submit a version. 201: it waits for the names it lacks, or goes out where nobody signs. 200: exactly this
        stood already, and nothing changed. 409 with `confirm`: it is asked once more; send the same again with that
        word as `confirmed`."""
        interaction = interaction_or_404(request, public_id)
        before = interaction.drafts.count()
        terms = _terms(interaction, given(request, DraftIn))
        try:
            draft = _submit(interaction, _user(request), terms)
        except checks.Unconfirmed as asked:
            below = terms["based_on"].files if terms["based_on"] else []
            about = {"is_public": terms["is_public"], "files": terms.get("files", below)}
            word = checks.confirmation(interaction, _user(request), terms["text"], **about)
            return Response({"detail": str(asked), "confirm": word}, status=asked.status)
        is_new = interaction.drafts.count() > before
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(shown(draft_or_404(interaction, draft.number), interaction_or_404(request, public_id)), code)


class Recall(Door):
    scope = ApiToken.Scope.DRAFT
    parser_classes = [BoundedJson]

    @extend_schema(operation_id="recall_draft", request=None, responses={200: DraftOut} | REFUSALS)
    def post(self, request: Request, public_id: uuid.UUID, number: int) -> Response:
        """Take a version back while it is still here: its author may, and whoever may approve."""
        interaction = interaction_or_404(request, public_id)
        draft = draft_or_404(interaction, number)
        actions.recall(interaction, by=_user(request), revision=draft)
        return Response(shown(draft_or_404(interaction, number), interaction_or_404(request, public_id)))


def _submit(interaction: Interaction, by: User, terms: dict[str, Any]) -> Draft:
    """A person is asked twice where the channel or the audience asks for it; a machine's text waits for a person."""
    confirmed = terms.pop("confirmed", "")
    if by.is_machine:
        return actions.draft(interaction, by=by, **terms)
    return actions.answer(interaction, by=by, confirmed=confirmed, **terms)


def _user(request: Request) -> User:
    assert isinstance(request.user, User), "a key always has its user"
    return request.user


def _terms(interaction: Interaction, asked: dict[str, Any]) -> dict[str, Any]:
    """The body in the action's words: versions by their number, the template by its id. Raises Invalid."""
    terms = {"is_public": interaction.is_public} | asked
    terms["sets_aside"] = numbered(interaction, terms.pop("sets_aside", []))
    below = terms.pop("based_on", None)
    terms["based_on"] = draft_or_404(interaction, below) if below is not None else None
    if "files" in terms:
        terms["files"] = _files(interaction, terms["files"])
    template = terms.pop("template", None)
    if template is not None:
        terms["template"] = ResponseTemplate.objects.usable().filter(brand=interaction.brand_id, pk=template).first()
        if terms["template"] is None:
            raise Invalid(_("There is no such template in use. Leave it out, or choose another."))
    return terms


def _files(interaction: Interaction, ids: list[int]) -> list[Attachment]:
    """The files with these ids in this order, each once, as the page knows them: those of this interaction. Raises
    Invalid."""
    found = interaction.attachments.in_bulk(ids)
    if len(found) < len(set(ids)):
        raise Invalid(_("There is no such file here. Add it to this interaction first."))
    return [found[pk] for pk in dict.fromkeys(ids)]
