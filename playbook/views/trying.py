"""Test a message: what triage would say, and which words made it say so; by the draft too, where there is one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from playbook import access
from playbook.current import versioned_judge_for
from playbook.drafted import bench_of
from playbook.drafting import open_draft
from playbook.forms import TryForm
from playbook.marked import marked
from playbook.triage import Facts, Judge, Verdict
from playbook.views.answering import SignedInRequest


@dataclass(frozen=True)
class Trial:
    """What one version says of the message."""

    title: str
    aside: str
    verdict: Verdict
    marked: SafeString


@login_required
@require_http_methods(["GET", "POST"])
def try_message(request: SignedInRequest) -> HttpResponse:
    """Judge a text against the playbook in force, and against the draft beside it for who edits. Nothing is kept; POST
    keeps the words out of logs and histories."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    may_edit = access.may_edit(request.user, brand)
    draft = open_draft(brand) if may_edit else None
    form = TryForm(request.POST or None, brand=brand)
    shown: dict[str, Any] = {"brand": brand, "try_form": form, "may_edit": may_edit, "draft": draft}
    if form.is_valid():
        text, facts = form.cleaned_data["text"], form.facts
        version, judge = versioned_judge_for(brand.pk)
        in_force = _("version %(version)d") % {"version": version}
        shown["trials"] = [_trial(_("What triage says"), in_force, judge, text, facts)]
        if draft:
            against = _("against draft %(draft)s") % {"draft": draft}
            shown["trials"].append(_trial(_("What the draft says"), against, bench_of(draft).judge, text, facts))
            shown["is_same"] = len({trial.verdict.level for trial in shown["trials"]}) == 1
    return render(request, "playbook/try.html", shown, status=422 if form.errors else 200)


def _trial(title: str, aside: str, judge: Judge, text: str, facts: Facts) -> Trial:
    verdict = judge.judge(text, facts)
    return Trial(title, aside, verdict, marked(text, judge.marks(text, facts), verdict))
