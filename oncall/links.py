"""The link in a page: signed, for one person and one alert, good for a day. Whoever holds it may read and take it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

GOOD_FOR = timedelta(hours=24)
_PAGE = "oncall.page"
_TEST = "oncall.test"


class Forged(Exception):  # noqa: N818 - a finding, not a fault
    """We never gave this link to anybody."""


@dataclass(frozen=True)
class Link:
    """What a link stands for: a person, and the alert or, of a test page, the method that is being tried."""

    user_id: int
    about_id: int
    is_expired: bool


def page_url(*, user_id: int, alert_id: int) -> str:
    """The full address that shows the alert to this person."""
    return settings.SITE_URL + reverse("page", args=[_sign(_PAGE, user_id, alert_id)])


def test_url(*, user_id: int, method_id: int) -> str:
    """The full address at which this person confirms that a test page arrived."""
    return settings.SITE_URL + reverse("page_test", args=[_sign(_TEST, user_id, method_id)])


def read_page(token: str) -> Link:
    """Whose link it is. Raises Forged."""
    return _read(_PAGE, token)


def read_test(token: str) -> Link:
    return _read(_TEST, token)


def _sign(salt: str, user_id: int, about_id: int) -> str:
    return signing.dumps([user_id, about_id], salt=salt)


def _read(salt: str, token: str) -> Link:
    try:
        user_id, about_id = signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise Forged from error
    try:
        signing.loads(token, salt=salt, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        return Link(user_id, about_id, is_expired=True)
    return Link(user_id, about_id, is_expired=False)
