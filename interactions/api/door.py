"""What every API view shares: who may enter, how much may be brought along, and refusals as sentences."""

from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser, JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from accounts.refusals import Refusal
from connectors.webhook.body import TooLarge, check_size


class KeyAuthentication(TokenAuthentication):  # type: ignore[misc]
    """A key in the header; one that no key could look like is refused like a wrong one."""

    def authenticate_credentials(self, token: bytes) -> Any:
        if not token.isalnum():  # in bytes: ASCII only
            raise exceptions.AuthenticationFailed(_("This is not a key of ours."))
        return super().authenticate_credentials(token)


class KeyScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """How the schema describes the key."""

    target_class = "interactions.api.door.KeyAuthentication"
    name = "key"


class HasScope(IsAuthenticated):
    """The key may do what the view asks of it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        wanted = getattr(view, "scope", "")
        if wanted not in getattr(request.auth, "scopes", ()):
            raise exceptions.PermissionDenied(_("This key lacks the scope “%(scope)s”.") % {"scope": wanted})
        return True


class UnreadJson(BaseParser):
    """The body as it came. The webhook's reader takes it apart, so that what is no JSON is kept for repair too."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        del media_type, parser_context
        return stream.read()


class BoundedJson(JSONParser):
    """JSON of the size a text needs; what is none is refused in a sentence."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            given = super().parse(stream, media_type, parser_context)
        except exceptions.ParseError:
            raise exceptions.ParseError(_("This is not JSON.")) from None
        if not isinstance(given, dict):
            raise exceptions.ParseError(_("Send one JSON object."))
        return given


class BoundedForm(MultiPartParser):
    """A form with a file; what is none, or holds more fields than any form of ours, is refused in a sentence."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except (exceptions.ParseError, SuspiciousOperation):
            raise exceptions.ParseError(_("This is not a form with a file.")) from None


class Door(APIView):
    """Subclasses name the ``scope`` that a key needs."""

    scope: ClassVar[str]
    authentication_classes = [KeyAuthentication]
    permission_classes = [HasScope]
    parser_classes = [UnreadJson]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        self.check_announced(int(announced) if announced.isdecimal() else 0)

    def check_announced(self, size: int) -> None:
        """Before anything of the body is read. Raises TooLarge."""
        check_size(size)

    def get_exception_handler(self) -> Any:
        return in_a_sentence


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def nothing_here(request: HttpRequest, rest: str) -> JsonResponse:
    """An address that is none: a program is answered in JSON here too."""
    del request, rest
    return JsonResponse({"detail": _("There is nothing at this address. See /api/v1/schema/.")}, status=404)


def in_a_sentence(error: Exception, context: dict[str, Any]) -> Response | None:
    """``{"detail": a sentence}`` for whatever is refused; ``fields`` beside it where several things are wrong."""
    if isinstance(error, Refusal):
        return Response({"detail": str(error)}, status=error.status)
    if isinstance(error, TooLarge):
        return Response({"detail": str(error)}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, exceptions.ValidationError):
        given: Any = error.detail
        fields = {name: [str(each) for each in said] for name, said in given.items()}
        sentence = " ".join(f"{name}: {said[0]}" for name, said in fields.items())
        return Response({"detail": sentence, "fields": fields}, status=status.HTTP_422_UNPROCESSABLE_ENTITY)
    return exception_handler(error, context)
