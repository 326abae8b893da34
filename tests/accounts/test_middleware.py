"""What becomes of a refusal, and of the reader's clock, on the way out."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.middleware import ReaderMiddleware, RefusalMiddleware
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from tests.cast import Cast

pytestmark = pytest.mark.django_db
REFUSALS = [NotAllowed("Not yours."), Conflict("Sam was quicker."), Invalid("Write something.")]


def answer(refusal: Exception, path: str = "/inbox/", **headers: str) -> HttpResponse | None:
    request = RequestFactory().post(path, headers=headers)
    request.user = AnonymousUser()
    request.htmx = "hx-request" in headers
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refusal)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_page_says_the_sentence_under_the_status(refusal: Refusal) -> None:
    page = answer(refusal)
    assert page is not None
    assert page.status_code == refusal.status
    assert str(refusal) in page.content.decode()
    assert "<html" in page.content.decode()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_htmx_gets_the_sentence_alone(refusal: Refusal) -> None:
    part = answer(refusal, **{"hx-request": "true"})
    assert part is not None
    assert part.status_code == refusal.status
    assert str(refusal) in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_the_api_gets_json(refusal: Refusal) -> None:
    told = answer(refusal, path="/api/v1/interactions/")
    assert told is not None
    assert told.status_code == refusal.status
    assert json.loads(told.content) == {"detail": str(refusal)}


def test_a_sentence_that_holds_markup_is_not_markup() -> None:
    page = answer(Invalid("<script>alert(1)</script>"))
    assert page is not None
    assert "<script>alert" not in page.content.decode()


def test_what_the_database_does_not_take_is_said_and_no_fault_of_ours() -> None:
    told = answer(DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"))
    assert told is not None
    assert told.status_code == 422
    assert "cannot be stored" in told.content.decode()


def test_an_error_is_no_refusal() -> None:
    assert answer(ValueError("A bug")) is None


@pytest.mark.parametrize(
    ("zone", "seen"), [("Europe/Lisbon", "Europe/Lisbon"), ("Mars/Olympus", "UTC"), ("", "UTC"), ("../../etc", "UTC")]
)
def test_times_are_in_the_readers_zone_or_in_utc(cast: Cast, zone: str, seen: str) -> None:
    found: list[str] = []

    def look(_request: HttpRequest) -> HttpResponse:
        found.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request = RequestFactory().get("/inbox/")
    request.user = User.objects.get(pk=cast.amara.pk)
    request.user.time_zone = zone
    ReaderMiddleware(look)(request)
    assert found == [seen]
    assert timezone.get_current_timezone_name() == "UTC"
