"""Ways to reach a person. Each is one function: ``send(message)`` returns when the other side has
accepted it, with what the other side knows it by, empty where it says nothing."""

from collections.abc import Callable

from oncall.notifiers import email, gateway, push, webhook
from oncall.notifiers.message import Message

NOTIFIERS: dict[str, Callable[[Message], str]] = {
    "email": email.send,
    "webhook": webhook.send,
    "push": push.send,
    "chat": gateway.chat,
    "sms": gateway.sms,
}


def send(message: Message) -> str:
    """Hand the message to the other side; its receipt, where it gives one.

    Raises Refused when trying again is useless, NotAccepted when it may help. Whether a message whose outcome is
    unknown may be sent again is the notifier's to make harmless: e-mail may arrive twice, a webhook carries its key.
    """
    return NOTIFIERS[message.kind](message)
