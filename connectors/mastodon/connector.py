"""An account on a server that speaks Mastodon's client API: Mastodon itself, and others that took it over."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import re2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Invalid
from connectors import http
from connectors.accounts import Setting
from connectors.bounds import Unreadable
from connectors.contract import (
    CANNOT_TELL,
    GONE,
    NOT_THERE,
    UNSEEN,
    Answer,
    Connector,
    Fetched,
    FetchError,
    Found,
    Guarantee,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    Standing,
    TryLater,
)
from connectors.mastodon import notifications
from connectors.mastodon.api import OWN_AT_ONCE, Api, said, seconds_to_wait
from connectors.mastodon.status import incoming, says

ADDRESS_COSTS = 33  # characters kept free for the name of whom we answer, which stands before the words
_LINK = re2.compile(r"https?://[^\s<>\"]+")
_LINK_COSTS = 23  # of every link, however long it is: Mastodon's documentation, "Posting"
_FAR_NAME = re2.compile(r"(@\w+)@[\w.-]+\w")  # a name on another server costs no more than one on ours
_WAIT = frozenset({408, 425, 429, 503})
_GONE = frozenset({404, 410})


class Mastodon(Connector):
    """Guarantee D, which holds on every such server: Mastodon itself keeps our key for an hour, others ignore it. What
    stands under the message we answered is looked at before anything is tried again.
    """

    network = "mastodon"
    label = gettext_lazy("Mastodon")
    guarantee = Guarantee.D
    is_polled = True
    is_asked_again = True
    max_length = 500
    settle_for = 5
    settings = (
        Setting("server", gettext_lazy("Address of the server"), is_required=True, hint="https://social.example"),
        Setting(
            "token",
            gettext_lazy("Access token"),
            is_secret=True,
            is_required=True,
            hint=gettext_lazy("Preferences, Development, New application; it may read and write statuses."),
        ),
    )

    @classmethod
    def check_settings(cls, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        super().check_settings(settings, secrets)
        http.check_address(settings["server"])
        if not secrets["token"].isascii() or any(letter.isspace() for letter in secrets["token"]):
            raise Invalid(_("An access token is one word of plain letters and digits."))

    @classmethod
    def length(cls, text: str) -> int:
        counted = _FAR_NAME.sub(r"\1", _LINK.sub("x" * _LINK_COSTS, text))
        return len(counted) + ADDRESS_COSTS

    def fetch(self, cursor: Mapping[str, Any]) -> Fetched:
        """What named us, with a stretch of what was read before: a place in a list is never trusted."""
        try:
            answer = self._api().mentions(after=notifications.place(cursor), at_most=notifications.A_PAGE)
        except http.HttpError as error:
            raise FetchError(str(error)) from error
        page = answer.json()
        if not answer.is_success or not isinstance(page, list):
            raise FetchError(said(answer))
        return notifications.read(page, cursor)

    def refresh(self, remote_id: str) -> Standing:
        try:
            answer = self._api().status(remote_id)
            if answer.status in _GONE:
                return GONE
            return Standing(Answer.THERE, incoming(answer.json(), remote_id=remote_id)) if answer.is_success else UNSEEN
        except (http.HttpError, Unreadable):
            return UNSEEN

    def publish(self, outgoing: Outgoing) -> Receipt:
        try:
            answer = self._api().post(_status(outgoing), key=outgoing.key)
        except http.Blocked as error:
            raise RefusedForGood(str(error)) from error
        except http.NotSent as error:
            raise TryLater(str(error)) from error
        except http.NoAnswer as error:
            raise OutcomeUnknown(str(error)) from error
        if answer.status in _WAIT:
            raise TryLater(said(answer), seconds_to_wait(answer, datetime.now(UTC)))
        if 300 <= answer.status < 500:
            raise RefusedForGood(said(answer))
        receipt = _receipt(answer.json()) if answer.is_success else None
        if receipt is None:
            raise OutcomeUnknown(said(answer))
        return receipt

    def find(self, outgoing: Outgoing) -> Found:
        try:
            return self._found(outgoing)
        except http.HttpError:
            return CANNOT_TELL

    def _found(self, outgoing: Outgoing) -> Found:
        """Ours, under what it answers and with the same words, in the thread or, where that is gone, among our own."""
        api = self._api()
        ourselves, parent = api.ourselves(), api.status(outgoing.in_reply_to)
        own_id = _id_of(ourselves.json())
        if not ourselves.is_success or not own_id:
            return CANNOT_TELL
        if parent.is_success:
            parents = {outgoing.in_reply_to, _id_of(parent.json())}
            thread = api.thread(outgoing.in_reply_to)
            below = thread.json()
            stands = below.get("descendants") if isinstance(below, dict) else None
        elif parent.status in _GONE:
            parents = {outgoing.in_reply_to, ""}
            thread = api.statuses_of(own_id)
            stands = thread.json()
        else:
            return CANNOT_TELL
        if not thread.is_success or not isinstance(stands, list):
            return CANNOT_TELL
        for each in stands:
            if _is_ours(each, own_id, parents) and says(each, outgoing.text):
                receipt = _receipt(each)
                return Found(Answer.THERE, receipt) if receipt else CANNOT_TELL
        is_whole = parent.is_success or len(stands) < OWN_AT_ONCE  # of our own only the newest come
        return NOT_THERE if is_whole else CANNOT_TELL

    def _api(self) -> Api:
        return Api(str(self.setting("server")), str(self.setting("token")))


def _status(outgoing: Outgoing) -> dict[str, str]:
    """Whom we answer is named first, or they would hear nothing of it."""
    return {
        "status": f"@{outgoing.to} {outgoing.text}",
        "in_reply_to_id": outgoing.in_reply_to,
        "visibility": "public" if outgoing.is_public else "direct",
    }


def _receipt(status: object) -> Receipt | None:
    if not (remote_id := _id_of(status)):
        return None
    assert isinstance(status, Mapping)
    return Receipt(remote_id, str(status.get("url") or ""))


def _id_of(given: object) -> str:
    found = given.get("id") if isinstance(given, Mapping) else None
    return found if isinstance(found, str) else ""


def _is_ours(status: object, own_id: str, parents: set[str]) -> bool:
    if not isinstance(status, Mapping) or _id_of(status.get("account")) != own_id:
        return False
    return str(status.get("in_reply_to_id") or "") in parents
