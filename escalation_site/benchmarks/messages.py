"""Messages for benchmarks, written by us: a small seeded generator, the same messages for the same seed.

Their mix follows what brands see: half opens a thread, a third is the brand's own answer, the rest follows up; most
are short, a few very long; the shipped playbook calls about a sixth of the
public's messages red, as it does with public streams of complaints.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

_OPENINGS = (
    "Hello, a question about my booking.", "Good morning from the airport.", "I wrote to you last week.", "Hi team!",
    "Me again.", "Where is my suitcase?", "My parcel came today.", "Is the shop open on Sunday?",
    "Quick one:", "Guten Morgen, eine Frage zu meiner Bestellung.", "Buenos días, una pregunta.",
)  # fmt: skip
_MIDDLES = (
    "I changed the date twice and the total still shows the old one.", "The app closes when I open my ticket.",
    "Could somebody tell me which counter is the right one?", "The lady at the desk was very friendly, thank you.",
    "I called twice and got through at once.", "We are five people and one of us uses a wheelchair.",
    "The refund was promised for Monday.", "It works on my phone but not on the tablet.", "Great service as always!",
    "My order number is 40-2291-77.", "The confirmation came twice, which one counts?", "This is ridiculous.",
    "I love the new seats.", "Does the voucher also cover the return?", "The website says error 502 since yesterday.",
    "Please look at the picture, the handle came off on the second day.", "Es wäre schön, heute noch etwas zu hören.",
    "We waited at belt four until everybody had left.", "I would do it again tomorrow, lovely crew.",
)  # fmt: skip
_CLOSINGS = ("Thanks.", "What now?", "Tell me please.", "Kind regards, M.", "", "", "🙏", "Danke!", "¿Y ahora?")
_RED = (
    "My account was hacked and somebody changed the password.", "My lawyer will sue you, see you in court.",
    "Someone stole my card number in your shop and there are charges I never made.",
)  # fmt: skip
_ANSWERS = (
    "Hello {name}, we are sorry about this. Please send us your booking reference in a private message.",
    "Thank you, {name}! We pass it on to the crew.", "{name}, we found it: it arrives with the evening flight.",
    "Hi {name}, the shop is open from nine to six, on Sundays from ten.",
)  # fmt: skip
RED_SHARE = 0.01
ANSWER_SHARE = 0.33
OPENING_SHARE = 0.47
_RECENT = 400


class Writer:
    """Writes the messages of one channel, one after the other; ``name`` keeps its ids apart from another's. They were
    said within the last hour, or so many days ago."""

    def __init__(self, name: str, seed: int = 7, days_ago: int = 0) -> None:
        self._name = name
        self._said_by = datetime.now(UTC) - timedelta(days=days_ago)
        self._random = random.Random(seed)  # noqa: S311 - the same every time is what is wanted
        self._count = 0
        self._recent: list[tuple[str, str, int]] = []  # thread, last message, author

    def lines(self, count: int) -> bytes:
        """So many messages as JSON lines."""
        return b"".join(json.dumps(message).encode() + b"\n" for message in self.messages(count))

    def body(self, count: int) -> bytes:
        """So many messages as one delivery of a webhook."""
        return json.dumps({"messages": list(self.messages(count))}).encode()

    def messages(self, count: int) -> Iterator[dict[str, Any]]:
        return (self._message() for _ in range(count))

    def _message(self) -> dict[str, Any]:
        self._count += 1
        given = f"{self._name}-{self._count}"
        kind = self._random.random()
        if not self._recent or kind < OPENING_SHARE:
            thread, parent, author = given, "", self._random.randrange(1 + self._count // 2)
            place = len(self._recent)
        else:
            place = self._random.randrange(len(self._recent))
            thread, parent, author = self._recent[place]
        is_answer = bool(parent) and kind > 1 - ANSWER_SHARE
        self._recent[place:] = [(thread, given, author), *self._recent[place + 1 :]]
        del self._recent[:-_RECENT]
        return self._written(given, thread, parent, author, is_answer=is_answer)

    def _written(self, given: str, thread: str, parent: str, author: int, *, is_answer: bool) -> dict[str, Any]:
        draw = self._random
        return {
            "id": given,
            "thread_id": thread,
            "parent_id": parent,
            "kind": "mention" if not parent else "reply",
            "direction": "outbound" if is_answer else "inbound",
            "author": {"id": "us"} if is_answer else _author(author),
            "text": draw.choice(_ANSWERS).format(name=f"person {author}") if is_answer else self.text(),
            "occurred_at": (self._said_by - timedelta(seconds=draw.randrange(3600))).isoformat(),
            "permalink": f"https://network.example/{given}",
            "language": "en",
            "likes": draw.choice((0, 0, 0, 1, 2, 5, 40)),
            "shares": draw.choice((0, 0, 0, 0, 1)),
        }

    def text(self) -> str:
        """Mostly one to three sentences, one in fifty a page."""
        draw = self._random
        length = draw.choices((0, 1, 2, 4, 40), (15, 45, 28, 10, 2))[0]
        sentences = [draw.choice(_OPENINGS), *(draw.choice(_MIDDLES) for _ in range(length)), draw.choice(_CLOSINGS)]
        if draw.random() < RED_SHARE:
            sentences.append(draw.choice(_RED))
        return " ".join(filter(None, sentences))


def _author(number: int) -> dict[str, Any]:
    return {
        "id": f"u{number}",
        "handle": f"@person{number}",
        "name": f"Person {number}",
        "followers": number * 37 % 5000,
    }
