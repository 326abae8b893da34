"""Rules that can never speak, that meet, and words that say nothing new: of the draft, or of what is in force."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_stubs_ext import StrPromise

from playbook import access
from playbook.drafted import troubles_in
from playbook.overlaps import Kind, Trouble
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest
from playbook.views.banner import banner

PAGE = 25
NAMES: dict[Kind, tuple[StrPromise, StrPromise]] = {
    Kind.DEAD: (_("Dead rules"), _("They can never make their topic suggested.")),
    Kind.CONFLICT: (_("Conflicts"), _("The same words suggest topics of different flags. The stricter one counts.")),
    Kind.OVERLAP: (_("Overlaps"), _("The same words suggest two topics of one flag.")),
    Kind.REPEATED: (_("Words said twice"), _("Another word of the rule finds them already. They can go.")),
}


@dataclass(frozen=True)
class Tab:
    kind: Kind
    name: StrPromise
    sentence: StrPromise
    count: int
    fresh: int  # how many of them the draft brings


@dataclass(frozen=True)
class Row:
    """One trouble with the names of its topics. ``is_new``: the draft brings it."""

    trouble: Trouble
    topic: str
    other: str
    is_new: bool


@login_required
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    sheet = Sheet(brand)
    found = troubles_in(sheet.document)
    known = set(troubles_in(sheet.standing)) if sheet.draft else set(found)
    tabs = [Tab(kind, *NAMES[kind], *_counts(kind, found, known)) for kind in Kind]
    chosen = next((tab for tab in tabs if tab.kind == request.GET.get("kind")), None)
    chosen = chosen or next((tab for tab in tabs if tab.count), tabs[0])
    listed = [trouble for trouble in found if trouble.kind == chosen.kind]
    listed.sort(key=lambda trouble: trouble in known)  # what the draft brings stands first
    names = {entry["slug"]: entry["name"] for entry in sheet.document["topics"]}
    start = _start(request.GET.get("from", ""))
    shown = {
        "brand": brand,
        "tabs": tabs,
        "chosen": chosen,
        "rows": [_row(trouble, names, is_new=trouble not in known) for trouble in listed[start : start + PAGE]],
        "following": start + PAGE if start + PAGE < len(listed) else None,
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/troubles.html", shown | banner(request.user, sheet))


def _row(trouble: Trouble, names: dict[str, str], *, is_new: bool) -> Row:
    return Row(trouble, names[trouble.topic], names.get(trouble.other_topic, ""), is_new)


def _counts(kind: Kind, found: list[Trouble], known: set[Trouble]) -> tuple[int, int]:
    of_kind = [trouble for trouble in found if trouble.kind == kind]
    return len(of_kind), sum(trouble not in known for trouble in of_kind)


def _start(given: str) -> int:
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 7 else 0
