"""Saying something about a phrase, and taking over what was suggested."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refusal
from approvals import access, actions
from approvals.forms import RemarkForm
from approvals.views.answering import SignedInRequest, sent, show


@require_http_methods(["GET", "POST"])
@login_required
def remark(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.user, pk)
    selected = {name: request.GET.get(name, "") for name in ("phrase", "near")}
    form = RemarkForm(sent(request), draft=draft, **selected)
    if not form.is_valid():
        return show(request, draft, form=form, status=422 if form.is_bound else 200)
    try:
        actions.remark(draft, by=request.user, seen=form.seen, **form.said)
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), form=form, refusal=refusal)
    messages.success(request, _("Kept beside the draft. %(name)s reads it there.") % {"name": draft.author})
    return redirect("approvals:review", pk)


@require_POST
@login_required
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """The author takes the suggested words into what they are typing; they submit it themselves."""
    remark = access.remark_for(request.user, pk)
    draft = access.draft_for(request.user, remark.draft_id)
    try:
        actions.apply_remark(remark, by=request.user)
    except Refusal as refusal:
        return show(request, draft, refusal=refusal)
    messages.success(request, _("Taken over. Read your answer once more, then send it."))
    return redirect(reverse("interactions:conversation", args=[draft.interaction_id]) + "#reply")
