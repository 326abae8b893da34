"""What every request needs of a person: their clock and language, and a readable answer when something is refused."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.refusals import Invalid, Refusal
from accounts.zones import zone_named

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ReaderMiddleware:
    """Times on a page are in the reader's zone, words in their language where the product speaks it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            with timezone.override(zone_named(request.user.time_zone)), _speaking(request.user.language):
                return self.get_response(request)
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal raised anywhere below a view becomes a sentence: a page, a part for htmx, or JSON for the API.

    So does what PostgreSQL does not take, as a NUL in an address or a form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            log.warning("The database does not take what was sent to %s.", request.path, exc_info=exception)
            exception = Invalid(_("Something in it cannot be stored. Take out what is no letter, and send it again."))
        if not isinstance(exception, Refusal):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": str(exception)}, status=exception.status)
        template = "_refusal.html" if request.headers.get("HX-Request") else "refusal.html"
        shown = {"sentence": str(exception), "status": exception.status}
        return render(request, template, shown, status=exception.status)


def _speaking(language: str) -> AbstractContextManager[None]:
    """What the browser asked for stands where the person's own language is none of ours."""
    return translation.override(language) if language in dict(settings.LANGUAGES) else nullcontext()
