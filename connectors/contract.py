"""What every network must be brought down to before the rest of the house sees it, and how the house speaks to it.

A connector turns a network's own words into :class:`Incoming`, an :class:`Outgoing` into a post, and answers afterwards
whether that post is there. It keeps no rows and knows no clock but the network's.

Bounds hold here, so that no connector can forget them: see ``connectors/bounds.py``. A time before 1970 becomes 1970. A
time in the future is left as the network gave it: only the ingest knows when the message came, and clamps it there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from accounts.refusals import Invalid
from connectors import bounds
from connectors.accounts import Account, Setting, StrOrPromise
from connectors.media import Medium, TakesMedia

KINDS = frozenset({"post", "mention", "comment", "review", "message", "email", "reply", "press", "call", "tip"})
PRIVATE_KINDS: frozenset[str] = frozenset({"message", "email"})


class Guarantee(StrEnum):
    """How a connector keeps "posted once" when the outcome of a post is unknown."""

    A = "A"  # the network takes our key: simply repeat
    B = "B"  # it takes our key for a while: look first
    C = "C"  # it can be asked for our own id: look first
    D = "D"  # it can be asked what stands under the parent, once a post had time to show: look first
    E = "E"  # it can be asked nothing: a person decides


class NetworkError(Exception):
    """``str()`` is a sentence for a person; what a server said in it is made storable."""

    def __init__(self, sentence: str) -> None:
        super().__init__(bounds.storable(sentence))


class PublishError(NetworkError):
    """A post did not end in a receipt. The sentence stands beside the reply."""


class RefusedForGood(PublishError):  # noqa: N818 - an outcome
    """The network said no and will say no again; nothing was posted."""


class TryLater(PublishError):  # noqa: N818 - an outcome
    """Nothing was posted; the same may work after ``after`` seconds (None: the caller's own back-off)."""

    def __init__(self, sentence: str, after: int | None = None) -> None:
        super().__init__(sentence)
        self.after = after


class OutcomeUnknown(PublishError):  # noqa: N818 - an outcome
    """It may have been posted. Ask :meth:`Connector.find` before anything is tried again."""


class FetchError(NetworkError):
    """A channel could not be read just now. The cursor stays where it was."""


@dataclass(frozen=True, slots=True)
class Author:
    """A member of the public as one network shows them."""

    remote_id: str
    handle: str = ""
    name: str = ""
    followers: int | None = None
    is_verified: bool = False
    is_press: bool = False
    is_employee: bool = False
    is_influencer: bool = False

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "remote_id", bounds.remote_id(self.remote_id, "the author's id"))
        put(self, "handle", bounds.line(self.handle))
        put(self, "name", bounds.line(self.name))
        put(self, "followers", bounds.count(self.followers))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, whatever network it came from. Raises ``bounds.Unreadable`` when it cannot be one."""

    remote_id: str
    text: str
    author: Author
    occurred_at: datetime
    kind: str = "post"
    is_public: bool = True
    direction: str = "inbound"
    thread_id: str = ""
    parent_id: str = ""
    permalink: str = ""
    language: str = ""
    subject: str = ""
    likes: int | None = None
    shares: int | None = None
    comments: int | None = None
    reach: int | None = None
    is_edit: bool = False  # the network says that the text of a known remote id has changed
    is_deletion: bool = False  # the network says that the message is gone; the text may be empty
    is_automatic: bool = False  # written by a machine (out of office, bounce, bulk): never answer it
    was_cut: bool = False  # the text was longer than the bound; it ends in a visible mark

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise bounds.Unreadable(f"kind {bounds.shown(self.kind)} is not one of {', '.join(sorted(KINDS))}")
        if self.direction not in {"inbound", "outbound"}:
            raise bounds.Unreadable(f"direction {bounds.shown(self.direction)} is neither inbound nor outbound")
        put = object.__setattr__
        put(self, "remote_id", bounds.remote_id(self.remote_id, "the message's id"))
        put(self, "thread_id", bounds.remote_id(self.thread_id, "the thread's id") if self.thread_id else "")
        put(self, "parent_id", bounds.remote_id(self.parent_id, "the parent's id") if self.parent_id else "")
        text, was_cut = bounds.text(self.text)
        put(self, "text", text)
        put(self, "was_cut", was_cut or self.was_cut)
        put(self, "occurred_at", bounds.moment(self.occurred_at))
        put(self, "permalink", bounds.web_address(self.permalink))
        put(self, "language", bounds.line(self.language, 35))
        put(self, "subject", bounds.line(self.subject, 500))
        for name in ("likes", "shares", "comments", "reach"):
            put(self, name, bounds.count(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way out. ``key`` is ours, the same for every attempt at the same reply."""

    text: str
    key: str
    in_reply_to: str = ""  # the remote id of the message it answers
    thread_id: str = ""
    is_public: bool = True
    to: str = ""  # the remote id of the author it answers; an address where the network is e-mail
    to_name: str = ""
    subject: str = ""
    media: tuple[Medium, ...] = ()  # files that go along, within the connector's ``media``


@dataclass(frozen=True, slots=True)
class Receipt:
    """The network's word that the reply stands. Its id is bounded as that of a message is: it may come back as one."""

    remote_id: str
    permalink: str = ""

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "remote_id", bounds.remote_id(self.remote_id, "the post's id") if self.remote_id.strip() else "")
        put(self, "permalink", bounds.web_address(self.permalink))


class Answer(StrEnum):
    """What a network says when asked whether a reply is there."""

    THERE = "there"
    NOT_THERE = "not there"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a look-up; ``receipt`` stands exactly when the answer is THERE."""

    answer: Answer
    receipt: Receipt | None = None

    @classmethod
    def there(cls, remote_id: str, permalink: str = "") -> "Found":
        return cls(Answer.THERE, Receipt(remote_id, permalink))


NOT_THERE = Found(Answer.NOT_THERE)
CANNOT_TELL = Found(Answer.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of the public as the network shows it now; ``message`` stands exactly when the answer is THERE."""

    answer: Answer
    message: Incoming | None = None


GONE = Standing(Answer.NOT_THERE)
UNSEEN = Standing(Answer.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What could not be read: ``position`` is a line number, an index in a batch or a mail's UID."""

    position: int
    reason: str
    raw: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", bounds.kept_raw(self.raw))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one delivery held."""

    messages: tuple[Incoming, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    is_broken: bool = False  # it could not even be taken apart: the one reject is the whole of it

    @classmethod
    def sorted_out(cls, items: Iterable[Incoming | Rejected]) -> "Parsed":
        told = list(items)
        kept = tuple(item for item in told if isinstance(item, Incoming))
        return cls(kept, tuple(item for item in told if isinstance(item, Rejected)))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one poll brought, and where the next begins. Store the cursor in the same transaction as the messages."""

    parsed: Parsed
    cursor: dict[str, Any]
    has_more: bool = False


class Connector(TakesMedia):
    """One network. Subclass it in a folder of its own and add one line to ``connectors/registry.py``."""

    network: ClassVar[str]
    label: ClassVar[StrOrPromise]
    guarantee: ClassVar[Guarantee] = Guarantee.E
    is_readonly: ClassVar[bool] = False  # nothing can ever be posted there
    is_polled: ClassVar[bool] = False  # the sweep calls fetch
    is_asked_again: ClassVar[bool] = False  # refresh tells how a message stands now
    is_rehearsal: ClassVar[bool] = False  # made up for drills: it leads nowhere
    is_public: ClassVar[bool] = True  # a reply appears in public unless the channel says otherwise
    max_length: ClassVar[int] = 5_000
    settle_for: ClassVar[int] = 0  # seconds a post needs before a look-up can be trusted
    settings: ClassVar[tuple[Setting, ...]] = ()

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def check_settings(cls, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Raise Invalid with a sentence when an account cannot work like this."""
        for wanted in cls.settings:
            given = (secrets if wanted.is_secret else settings).get(wanted.name)
            if wanted.is_required and not given:
                raise Invalid(_("%(label)s is missing.") % {"label": wanted.label})

    @classmethod
    def reads_only(cls, settings: Mapping[str, Any]) -> bool:
        """Is there no way to post with these settings?"""
        del settings
        return cls.is_readonly

    @classmethod
    def length(cls, text: str) -> int:
        """How long the network thinks the text is; compare with the channel's ``max_length``."""
        return len(text)

    def parse(self, body: bytes, *, received_at: datetime) -> Parsed:
        """Read one delivery. Raises Unreadable when the whole of it is not what the network documents."""
        del body, received_at
        raise bounds.Unreadable(_("%(label)s takes no deliveries.") % {"label": self.label})

    def fetch(self, cursor: Mapping[str, Any]) -> Fetched:
        """Read what is new since the cursor. Raises FetchError."""
        del cursor
        raise FetchError(_("%(label)s cannot be asked what is new.") % {"label": self.label})

    def refresh(self, remote_id: str) -> Standing:
        """The message as it stands now: its words, its counters, or that it is gone. Raises nothing."""
        del remote_id
        return UNSEEN

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Post once. Raises RefusedForGood, TryLater or OutcomeUnknown, and nothing else."""
        del outgoing
        raise RefusedForGood(_("%(label)s cannot be answered.") % {"label": self.label})

    def find(self, outgoing: Outgoing) -> Found:
        """Is that reply on the network? Raises nothing: what cannot be asked is CANNOT_TELL."""
        del outgoing
        return CANNOT_TELL

    def setting(self, name: str) -> Any:
        """The account's setting, or the connector's default."""
        wanted = next(each for each in self.settings if each.name == name)
        given = (self.account.secrets if wanted.is_secret else self.account.settings).get(name)
        return wanted.default if given in (None, "") else given
