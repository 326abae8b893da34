"""Services that carry pages to chats and phones. Pure: an admin's address of a service, and who it is to reach.

The address is apprise's, with ``{to}`` where the person's own part goes: ``twilio://SID:TOKEN@+15550100/{to}``.
"""

import re
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from accounts.refusals import Invalid

TO = "{to}"
# Apprise can do far more, such as writing files and running commands. These carry a message to somebody, over TLS.
SERVICES: dict[str, tuple[str, ...]] = {
    "chat": (
        *("ntfys", "matrixs", "slack", "tgram", "discord", "gchat", "mmosts", "rockets", "gotifys", "workflows"),
        *("signals", "whatsapp", "zulip", "webex", "twist"),
    ),
    "sms": ("twilio", "vonage", "sns", "clickatell", "sinch", "bulksms", "smseagles", "d7sms", "plivo", "msgbird"),
}
# The same on this machine alone, in the clear: for a server that stands beside the desk.
BESIDE = {"ntfy", "matrix", "mmost", "rocket", "gotify", "signal", "smseagle", "json"}
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_NAME = re.compile(r"[\w.@#:+!=-]{1,100}")


def service_of(kind: str, address: str, *, beside: frozenset[str] = frozenset()) -> str:
    """The service that an address names. ``beside``: hosts that may be spoken to in the clear. Raises Invalid for one
    that we do not use, or that has no place for the person."""
    service = urlsplit(address).scheme.lower()
    is_beside = service in BESIDE and urlsplit(address).hostname in beside
    if service not in SERVICES[kind] and not is_beside:
        known = ", ".join(sorted(SERVICES[kind]))
        raise Invalid(_("We do not use %(service)s. Use one of: %(known)s.") % {"service": service, "known": known})
    if address.count(TO) != 1:
        raise Invalid(_("Write {to} once, where the number or the name of the person goes."))
    return service


def check_person(kind: str, address: str) -> None:
    """Raises Invalid for what is no phone number, or no name of a chat."""
    if kind == "sms" and not _PHONE.fullmatch(address):
        raise Invalid(_("Write the number with its country, such as +44 20 7946 0000."))
    if kind == "chat" and not _NAME.fullmatch(address):
        raise Invalid(_("This is no name or room of a chat."))


def filled(address: str, person: str) -> str:
    """The address with the person in it; nothing in their part can lead anywhere else."""
    return address.replace(TO, quote(person, safe="+"))
