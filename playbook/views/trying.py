"""Test a message: what triage would say, and which words made it say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from playbook import access
from playbook.current import versioned_judge_for
from playbook.forms import TryForm
from playbook.triage import Facts, Mark
from playbook.views.answering import SignedInRequest


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, marked or not."""

    text: str
    mark: Mark | None = None
    number: int = 0


@login_required
@require_http_methods(["GET", "POST"])
def try_message(request: SignedInRequest) -> HttpResponse:
    """Judge a text against the live playbook. Nothing is kept; POST keeps the words out of logs and histories."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    form = TryForm(request.POST or None)
    shown = {"brand": brand, "try_form": form, "may_edit": access.may_edit(request.user, brand)}
    if form.is_valid():
        text = form.cleaned_data["text"]
        facts = Facts(
            followers=form.cleaned_data["followers"] or 0, author_is=frozenset(form.cleaned_data["author_is"])
        )
        version, judge = versioned_judge_for(brand.pk)
        shown |= {"verdict": judge.judge(text, facts), "pieces": list(pieces(text, judge.marks(text, facts)))}
        shown["version"] = version
    return render(request, "playbook/try.html", shown, status=422 if form.errors else 200)


def pieces(text: str, marks: tuple[Mark, ...]) -> Iterator[Piece]:
    """The text cut where marks begin and end, the marks numbered from 1."""
    place = 0
    for number, mark in enumerate(marks, start=1):
        if place < mark.start:
            yield Piece(text[place : mark.start])
        yield Piece(text[mark.start : mark.end], mark, number)
        place = mark.end
    if place < len(text):
        yield Piece(text[place:])
