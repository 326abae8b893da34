"""A page by chat or SMS, through apprise: one try a call, its own retries off. No such service knows our key, so after
a crash between sending and noting it, it may arrive once more."""

import logging

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType
from django.utils.translation import gettext as _

from oncall import gateways
from oncall.notifiers.message import Message, NotAccepted, Refused

# It says addresses, and with them our credentials, when something fails.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
_ASSET = AppriseAsset(app_id="EscalationDesk", app_desc="Escalation Desk", async_mode=False, secure_logging=True)


def chat(message: Message) -> str:
    """Raises Refused for an address that apprise does not understand, NotAccepted for everything else."""
    return _notify(message, title=message.subject, body=f"{message.text}\n{message.link}")


def sms(message: Message) -> str:
    """Short: what, which brand, and the link. Raises as ``chat`` does."""
    return _notify(message, title="", body=f"{message.subject} {message.link}")


def _notify(message: Message, *, title: str, body: str) -> str:
    service = Apprise(asset=_ASSET)
    if not service.add(gateways.filled(message.secrets.get("url", ""), message.address)):
        raise Refused(_("The service does not understand this address."))
    if not service.notify(title=title, body=body, notify_type=NotifyType.FAILURE, body_format=NotifyFormat.TEXT):
        raise NotAccepted(_("The service did not take it."))
    return ""
