"""A peer that sends us signed messages and takes signed replies: the plainest network, and the demo's."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Invalid
from connectors import http
from connectors.accounts import Setting
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Connector,
    Found,
    Guarantee,
    OutcomeUnknown,
    Outgoing,
    Parsed,
    Receipt,
    RefusedForGood,
    TryLater,
)
from connectors.media import PICTURES, MediaLimits, Medium
from connectors.webhook import body as bodies
from connectors.webhook import signatures

_PICTURES = MediaLimits(most=4, types=PICTURES, largest=1024 * 1024)
_WAIT = frozenset({408, 409, 425, 429, 503})


class Webhook(Connector):
    """Guarantee A: the peer takes our key as ``Idempotency-Key`` and posts once however often it comes."""

    network = "webhook"
    label = gettext_lazy("Signed webhook")
    guarantee = Guarantee.A
    settings = (
        Setting(
            "incoming_secrets",
            gettext_lazy("Secrets of what comes in"),
            is_secret=True,
            is_required=True,
            hint=gettext_lazy("whsec_…; several, separated by spaces, while one is being replaced."),
        ),
        Setting("url", gettext_lazy("Address for replies"), hint=gettext_lazy("Empty: only read.")),
        Setting("reply_secret", gettext_lazy("Secret of what goes out"), is_secret=True),
        Setting("lookup_url", gettext_lazy("Address where a reply can be looked up by its key")),
        Setting(
            "takes_pictures",
            gettext_lazy("The other side takes pictures"),
            default=False,
            hint=gettext_lazy("They come as “media”, in base64."),
        ),
    )

    @classmethod
    def takes(cls, settings: Mapping[str, Any]) -> MediaLimits:
        return _PICTURES if settings.get("takes_pictures") else cls.media

    @classmethod
    def reads_only(cls, settings: Mapping[str, Any]) -> bool:
        return not settings.get("url")

    @classmethod
    def check_settings(cls, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        super().check_settings(settings, secrets)
        for secret in [*secrets["incoming_secrets"].split(), *filter(None, [secrets.get("reply_secret")])]:
            if not signatures.is_secret(secret):
                raise Invalid(_("A signing secret is whsec_ and at least 24 bytes in base64."))
        for name in ("url", "lookup_url"):
            if settings.get(name):
                http.check_address(settings[name])
        if settings.get("url") and not secrets.get("reply_secret"):
            raise Invalid(_("Replies need a secret to be signed with."))

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        """The id of a genuine, fresh delivery. Raises signatures.BadSignature."""
        return signatures.verify(headers, body, str(self.setting("incoming_secrets")).split(), now)

    def parse(self, body: bytes, *, received_at: datetime) -> Parsed:
        """See ``connectors.webhook.body``. Raises TooLarge."""
        return bodies.parse(body, received_at=received_at)

    def publish(self, outgoing: Outgoing) -> Receipt:
        if not self.setting("url"):
            raise RefusedForGood(_("This channel has no address for replies."))
        content = json.dumps({"type": "reply", "data": _reply(outgoing)}).encode()
        headers = self._signed(outgoing.key, content) | {
            "content-type": "application/json",
            "idempotency-key": outgoing.key,
        }
        try:
            answer = http.send("POST", self.setting("url"), headers=headers, content=content)
        except http.Blocked as error:
            raise RefusedForGood(str(error)) from error
        except http.NotSent as error:
            raise TryLater(str(error)) from error
        except http.NoAnswer as error:
            raise OutcomeUnknown(str(error)) from error
        _check_taken(answer)
        return _receipt(answer) or Receipt(outgoing.key)

    def find(self, outgoing: Outgoing) -> Found:
        if not self.setting("lookup_url"):
            return CANNOT_TELL
        address = f"{self.setting('lookup_url')}?{urlencode({'key': outgoing.key})}"
        try:
            answer = http.send("GET", address, headers=self._signed(outgoing.key, b""))
        except http.HttpError:
            return CANNOT_TELL
        if answer.status == 404:
            return NOT_THERE
        receipt = _receipt(answer) if answer.is_success else None
        return Found.there(receipt.remote_id, receipt.permalink) if receipt else CANNOT_TELL

    def _signed(self, key: str, content: bytes) -> dict[str, str]:
        secret = self.setting("reply_secret")
        now = datetime.now(UTC)
        return signatures.sign(message_id=key, at=now, body=content, secrets=[secret] if secret else [])


def _reply(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "key": outgoing.key,
        "text": outgoing.text,
        "in_reply_to": outgoing.in_reply_to,
        "thread_id": outgoing.thread_id,
        "is_public": outgoing.is_public,
        "to": outgoing.to,
        "subject": outgoing.subject,
    } | ({"media": [_medium(each) for each in outgoing.media]} if outgoing.media else {})


def _medium(medium: Medium) -> dict[str, str]:
    content = base64.b64encode(medium.content).decode("ascii")
    return {"name": medium.name, "type": medium.content_type, "alt": medium.alt, "content": content}


def _check_taken(answer: http.Answer) -> None:
    if answer.is_success:
        return
    said = _("The other side answered %(status)d: %(text)s") % {"status": answer.status, "text": answer.excerpt}
    if answer.status in _WAIT:
        raise TryLater(said, answer.retry_after)
    if answer.status >= 500:
        raise OutcomeUnknown(said)
    raise RefusedForGood(said)


def _receipt(answer: http.Answer) -> Receipt | None:
    """What the peer calls our reply; a peer that names nothing is looked up by our key."""
    given = answer.json()
    if not isinstance(given, dict) or not given.get("id"):
        return None
    return Receipt(str(given["id"]), str(given.get("permalink") or ""))
