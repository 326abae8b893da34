"""Files that go along with an answer, added from outside: the same guards as on the page (ADR 0018)."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, User
from connectors.media import LARGEST
from connectors.webhook.body import TooLarge
from interactions import actions
from interactions.actions.attaching import too_large
from interactions.api.answers import REFUSALS, given, interaction_or_404
from interactions.api.door import BoundedForm, Door
from interactions.api.drafts import FileIn, FileOut, file_shown

BESIDE_A_FILE = 64 * 1024  # bytes of a form for its other field and what stands between them


class Files(Door):
    scope = ApiToken.Scope.DRAFT
    parser_classes = [BoundedForm]

    def check_announced(self, size: int) -> None:
        if size > LARGEST + BESIDE_A_FILE:
            raise TooLarge(too_large())

    @extend_schema(
        operation_id="add_file",
        request={"multipart/form-data": FileIn},
        responses={200: FileOut, 201: FileOut} | REFUSALS,
    )
    def post(self, request: Request, public_id: uuid.UUID) -> Response:
        """Add a file for an answer to this. It goes out with a draft that names its id in `files`, and is signed with
        that draft's text. 200: exactly this file stood already. A machine may."""
        interaction = interaction_or_404(request, public_id)
        asked: dict[str, Any] = given(request, FileIn)
        before, upload = interaction.attachments.count(), asked["upload"]
        content = upload.read(LARGEST + 1)
        by: User = request.user  # type: ignore[assignment]  # a key always has its user
        file = actions.attach(interaction, by=by, name=upload.name, content=content, alt=asked.get("alt", ""))
        is_new = interaction.attachments.count() > before
        return Response(file_shown(file), status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)
