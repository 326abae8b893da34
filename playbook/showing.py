"""What the library's pages show, put together from facts."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.models import Brand, User
from playbook import access, checks, ports, shelf
from playbook.diff import Span, spans
from playbook.forms import ChangeForm, LibraryFilter, PreviewForm, ReviewForm
from playbook.life import Life
from playbook.models import HoldingMessage, ResponseTemplate, Wording, WordingDecision, Words
from playbook.previewing import Preview, preview
from playbook.variables import CLOSED, KNOWN, Variable

LONGEST_NUMBER = 18
NEWEST = 5
MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Version:
    """One wording with what became of it: in use, was in use, waiting, turned down, or replaced while it waited."""

    wording: Wording
    decisions: list[WordingDecision]
    fate: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, how it differs from the words in use, who signed it, and what this reader may do about it."""

    wording: Wording
    spans: list[Span]
    signed: list[WordingDecision]
    needed: int
    why_not: str
    is_mine: bool


def number(given: str | None) -> int | None:
    """A number that a database can hold, or None."""
    given = given or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else None


def list_shown(model: type[Words], brand: Brand, asked: QueryDict) -> dict[str, Any]:
    """The list of a library as it was asked for. ``query`` leads back to it, without the place in it."""
    narrowing = LibraryFilter(asked, brand=brand, languages=shelf.languages(model, brand))
    kept = asked.copy()
    kept.pop("after", None)
    kept["brand"] = brand.slug
    chips = kept.copy()
    chips.pop("state", None)
    return {
        "narrowing": narrowing,
        "state": narrowing.asked.get("state", ""),
        "counts": shelf.counts(model, brand),
        "shelf": shelf.shelf(model, brand, narrowing.asked, number(asked.get("after"))),
        "query": kept.urlencode(),
        "query_of_chips": chips.urlencode(),
    }


def page_shown(reader: User, words: Words, asked: QueryDict, form: ChangeForm | None = None) -> dict[str, Any]:
    """Everything about one text, beside the list it came from."""
    may_propose = not words.is_retired and access.may_propose(reader, words.brand)
    form = form or (ChangeForm(words=words) if may_propose else None)
    text = (form["text"].value() if form else None) or words.shown_text
    is_template = isinstance(words, ResponseTemplate)
    return (
        list_shown(type(words), words.brand, asked)
        | {
            "words": words,
            "brand": words.brand,
            "form": form,
            "may_edit": access.may_edit(reader, words.brand),
            "may_propose": may_propose,
            "waiting": waiting(reader, words),
            "versions": versions(words)[:NEWEST],
            "variables": variables_for(type(words)),
            "use": ports.use_of(words.pk) if is_template else None,
            "uses": None if is_template else ports.statements_of([words.pk]).get(words.pk, 0),
            "review_form": ReviewForm(initial={"review_by": words.review_by}),
            "is_usable": words.life in {Life.IN_USE, Life.DUE},
        }
        | preview_shown(type(words), words.brand, text, asked.get("person", ""))
    )


def preview_shown(model: type[Words], brand: Brand, text: str, person: str) -> dict[str, Any]:
    """The text as somebody would read it."""
    seen: Preview = preview(text, person, brand=brand.name, outlets=ports.outlets_of(brand.pk))
    form = PreviewForm(initial={"person": person})
    return {"preview": seen, "preview_form": form, "brand": brand, "is_template": model is ResponseTemplate}


def waiting(reader: User, words: Words) -> Waiting | None:
    """The proposal that waits, if any."""
    wording = words.proposal
    if wording is None:
        return None
    signed = list(wording.decisions.filter(is_approval=True).select_related("by"))
    return Waiting(
        wording,
        spans(words.text, wording.text) if words.text else [],
        signed,
        words.signatures_needed,
        checks.why_not(_check_may_approve, words, wording, reader, [decision.by_id for decision in signed]),
        wording.author_id == reader.pk,
    )


def versions(words: Words) -> list[Version]:
    """The newest wordings first, each with its decisions. Two queries."""
    rows = words.wordings.select_related("author").prefetch_related("decisions__by").order_by("-number")
    return [Version(wording, list(wording.decisions.all()), _fate(words, wording)) for wording in rows[:MOST_VERSIONS]]


def comparison(words: Words, found: list[Version], old: int | None, new: int | None) -> dict[str, Any]:
    """Two versions word by word: those asked for, else the newest and the one in use, else the one before."""
    by_number = {version.wording.number: version.wording for version in found}
    later = by_number.get(new or 0) or (found[0].wording if found else None)
    if later is None:
        return {}
    below = [wording for wording in by_number.values() if wording.number < later.number]
    earlier = by_number.get(old or 0) or by_number.get(words.version)
    if earlier is None or earlier == later:
        earlier = below[0] if below else None
    return {"later": later, "earlier": earlier, "spans": spans(earlier.text if earlier else "", later.text)}


def variables_for(model: type[Words]) -> list[Variable]:
    """What may be inserted in such a text."""
    return [variable for variable in KNOWN.values() if model is not HoldingMessage or variable.name in CLOSED]


def _check_may_approve(words: Words, wording: Wording, reader: User, signed: list[int]) -> None:
    checks.check_waits(words, wording.number)
    checks.check_may_approve(wording, reader, signed)


def _fate(words: Words, wording: Wording) -> str:
    given = [decision.is_approval for decision in wording.decisions.all()]
    if wording.number == words.version:
        return "in-use"
    if words.proposal_id == wording.pk:
        return "waiting"
    if not all(given):
        return "turned-down"
    return "was-in-use" if len(given) == words.signatures_needed else "replaced"
