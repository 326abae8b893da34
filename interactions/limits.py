"""What the network allows an answer: how long it may be, and until when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.models import Channel
from interactions.placeholders import unfilled
from interactions.starting import longest

SOON = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Length:
    """As the network counts. ``worst``: with every placeholder filled as long as it may get."""

    now: int
    worst: int
    most: int

    @property
    def over(self) -> int:
        return max(self.now - self.most, 0)

    @property
    def may_get_too_long(self) -> bool:
        return self.worst > self.most >= self.now

    @property
    def is_open_ended(self) -> bool:
        """Something is still to be filled in."""
        return self.worst != self.now


def length_of(channel: Channel, text: str) -> Length:
    """How long the network thinks this text is, now and at its worst."""
    now = channel.length(text)
    return Length(now, channel.length(longest(text)) if unfilled(text) else now, channel.max_length)


def closes_at(channel: Channel, received_at: datetime) -> datetime | None:
    """When the network stops taking an answer to what came at that time; None: never."""
    return received_at + timedelta(hours=channel.reply_window) if channel.reply_window is not None else None


def is_soon(moment: datetime | None, now: datetime) -> bool:
    """Whether that time is near enough to be said, and not over."""
    return moment is not None and now <= moment <= now + SOON
