"""Ways to reach a person. Each is one function: ``send(message)`` returns when the other side has accepted it."""

from collections.abc import Callable

from oncall.notifiers import email, webhook
from oncall.notifiers.message import Message

NOTIFIERS: dict[str, Callable[[Message], None]] = {
    "email": email.send,
    "webhook": webhook.send,
}


def send(message: Message) -> None:
    """Hand the message to the other side.

    Raises Refused when trying again is useless, NotAccepted when it may help. Whether a message whose outcome is
    unknown may be sent again is the notifier's to make harmless: e-mail may arrive twice, a webhook carries its key.
    """
    NOTIFIERS[message.kind](message)
