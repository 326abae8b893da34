"""Reading interactions: lists by key, one case with what stands around it. Only what the key's user may see (P8)."""

import uuid
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken
from interactions.access import visible
from interactions.api.door import Door
from interactions.api.shapes import PAGE_AT_MOST, Asked, CaseOut, InteractionOut, PageOut, Refused
from interactions.inbox import number
from interactions.models import Reply

_SHOWN = ("brand", "team", "channel", "contact", "topic")


class ByKey(CursorPagination):
    """Newest first; each page costs the same, however far it is."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = PAGE_AT_MOST

    def decode_cursor(self, request: Request) -> Any:
        """A place nobody gave out is 404, also when it is no number."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and number(str(cursor.position)) is None:
            raise NotFound(self.invalid_cursor_message)
        return cursor


class InteractionList(Door):
    scope = ApiToken.Scope.READ

    @extend_schema(
        operation_id="list_interactions",
        parameters=[Asked],
        responses={200: PageOut} | dict.fromkeys((401, 403, 404, 422), Refused),
    )
    def get(self, request: Request) -> Response:
        """What was received, newest first. Follow `next` for more."""
        asked = Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = visible(request.user).filter(_narrowed(asked.validated_data)).select_related(*_SHOWN)
        pages = ByKey()
        return pages.get_paginated_response(InteractionOut(pages.paginate_queryset(rows, request), many=True).data)


class InteractionCase(Door):
    scope = ApiToken.Scope.READ

    @extend_schema(
        operation_id="read_interaction",
        responses={200: CaseOut} | dict.fromkeys((401, 403, 404), Refused),
    )
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """One interaction with its flags, its thread and the replies there."""
        rows = visible(request.user)
        whole = rows.select_related(*_SHOWN).prefetch_related("flags__topic", "flags__by")
        interaction = whole.filter(public_id=public_id).first()
        if interaction is None:
            raise NotFound(_("There is no such interaction that you may see."))
        in_thread = rows.filter(conversation=interaction.conversation_id)
        replies = Reply.objects.filter(conversation=interaction.conversation_id).filter(
            Q(interaction=None) | Q(interaction__in=in_thread)
        )
        around = {
            "thread": in_thread.select_related(*_SHOWN).order_by("id"),
            "replies": replies.select_related("approval__draft", "statement").order_by("id"),
        }
        return Response(CaseOut(interaction, context=around).data)


def _narrowed(asked: dict[str, Any]) -> Q:
    narrowed = Q()
    if state := asked.get("state"):
        narrowed &= Q(state=state)
    if level := asked.get("level"):
        narrowed &= Q(level="" if level == "none" else level)
    if channel := asked.get("channel"):
        narrowed &= Q(channel__slug=channel)
    if since := asked.get("since"):
        narrowed &= Q(received_at__gte=since)
    return narrowed
