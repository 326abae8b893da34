"""What a check is told beside the text, and what it says of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django_stubs_ext import StrPromise

Sentence = str | StrPromise


class Weight(StrEnum):
    """What a finding asks of us, the heaviest first."""

    BLOCKS = "blocks"  # must not go out in public
    ASKS = "asks"  # a person must look and confirm
    NOTES = "notes"  # good to know


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the checks may know beside the text; ISO codes of language and country, "" where unknown.

    ``own_handles`` are the brand's handles, names, addresses and phone numbers, ``own_hosts`` its hosts on the web:
    both may be said in public. ``customer`` is what we know of the customer and must not: the full name beyond the
    handle, e-mail, phone, order and booking numbers. ``is_negative``: the message answered is a complaint.
    ``is_offline``: the answer takes the talk off the public page; ``has_handoff``: person and number stand beside it.
    ``length`` and ``max_length`` count as the network counts, 0 where nothing is known.
    """

    is_public: bool
    language: str = ""
    country: str = ""
    is_negative: bool = False
    own_handles: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()
    customer: frozenset[str] = frozenset()
    max_length: int = 0
    length: int = 0
    is_offline: bool = False
    has_handoff: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``text[start:end]``, or the whole text where both are 0.

    ``says`` is one sentence for the author. ``value`` is what was found, masked where it is personal: never log it.
    ``amount`` and ``currency`` (ISO code) are those of ``promise-amount``, where the sum is known.
    """

    check: str
    weight: Weight
    says: Sentence
    start: int = 0
    end: int = 0
    value: str = ""
    amount: Decimal | None = None
    currency: str = ""
