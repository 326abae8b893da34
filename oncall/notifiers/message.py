"""What a notifier is given, and how it says no."""

from dataclasses import dataclass, field


class NotAccepted(Exception):  # noqa: N818 - an answer of the other side
    """It did not go through, or nobody knows. Worth another try. ``str()`` is a sentence."""


class Refused(NotAccepted):
    """It will not go through, however often it is tried."""


class Gone(Refused):
    """Nothing will ever arrive there again: the address itself is no more."""


@dataclass(frozen=True)
class Message:
    """One page, in words that hold no personal data and nothing of what the customer wrote."""

    kind: str
    address: str
    key: str
    subject: str
    text: str
    link: str
    facts: dict[str, object] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
