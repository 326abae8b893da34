"""Test a message: what triage would say, and which words made it say so."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from playbook import access
from playbook.current import versioned_judge_for
from playbook.forms import TryForm
from playbook.triage import Facts, Mark, Verdict
from playbook.views.answering import SignedInRequest

_MARK = '<mark class="m-{}" title="{}">{}<sup>{}</sup></mark>'


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
        verdict = judge.judge(text, facts)
        shown |= {"version": version, "verdict": verdict, "marked": marked(text, judge.marks(text, facts), verdict)}
    return render(request, "playbook/try.html", shown, status=422 if form.errors else 200)


def marked(text: str, marks: tuple[Mark, ...], verdict: Verdict) -> SafeString:
    """The text with its marks, each with the number of the suggestion that it stands for."""
    numbers = {suggestion.topic_id: number for number, suggestion in enumerate(verdict.suggestions, start=1)}
    place = 0
    parts = []
    for mark in marks:
        word, number = text[mark.start : mark.end], numbers.get(mark.topic_id, "")
        parts.append(
            format_html("{}{}", text[place : mark.start], format_html(_MARK, mark.level, mark.rule, word, number))
        )
        place = mark.end
    return format_html("{}{}", SafeString("".join(parts)), text[place:])
