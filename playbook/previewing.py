"""A text as a customer would read it, and how long it can get. Pure; the accounts and the text are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from playbook.ports import Outlet
from playbook.variables import KNOWN, WORST, Piece, Variable, filled, names_in, pieces


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody to write to, for looking at a text. Nobody real."""

    name: str
    language: str = "en"


PEOPLE = {
    "usual": Sample("Marta Kowalczyk"),
    "short": Sample("Jo"),
    "long": Sample("Maximiliane Schmidt-Rottenburg zu Hohenstein"),
    "right-to-left": Sample("ليلى الحسن", "ar"),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """One account: how long the text can get there, as its network counts, and whether that is too long."""

    outlet: Outlet
    longest: int

    @property
    def is_over(self) -> bool:
        return self.longest > self.outlet.most


@dataclass(frozen=True, slots=True)
class Preview:
    """``by_hand``: what whoever answers has to write; ``unknown``: what nobody could fill in."""

    pieces: list[Piece]
    fits: list[Fit]
    by_hand: list[Variable]
    unknown: list[str]
    is_signed: bool  # it carries the name of whoever answers


def preview(text: str, person: str, *, brand: str, outlets: Sequence[Outlet]) -> Preview:
    """The text filled for one of ``PEOPLE`` (the usual one when the key is unknown), and its worst case per account.

    The worst case takes each variable at its longest, the brand and the account by their real names.
    """
    values = {name: variable.example for name, variable in KNOWN.items()}
    values |= {"name": PEOPLE.get(person, PEOPLE["usual"]).name, "brand": brand}
    values |= {"channel": outlets[0].name} if outlets else {}
    used = names_in(text)
    return Preview(
        pieces=pieces(text, values),
        fits=[
            Fit(outlet, outlet.length(filled(text, WORST | {"brand": brand, "channel": outlet.name})))
            for outlet in outlets
        ],
        by_hand=[KNOWN[name] for name in sorted(used & KNOWN.keys()) if not KNOWN[name].is_filled_in],
        unknown=sorted(used - KNOWN.keys()),
        is_signed="agent" in used,
    )
