"""Deciding on proposals; words that were read again; taking a text out of use and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Invalid
from playbook import actions
from playbook.forms import NumberForm, ReasonForm, ReviewForm
from playbook.views.answering import SignedInRequest
from playbook.views.library import Library


@require_POST
@login_required
def approve(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    words = library.get(request, pk)
    form = NumberForm(request.POST)
    number = form.cleaned_data["version"] if form.is_valid() else 0
    approved = actions.approve_wording(by=request.user, words=words, number=number)
    if approved.proposal_id is None:
        messages.success(request, _("Approved, with your name and the time. It is in use now."))
    else:
        messages.success(request, _("Your name stands under it. A second person has to approve it."))
    return redirect(words)


@require_POST
@login_required
def turn_down(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    words = library.get(request, pk)
    form = ReasonForm(request.POST)
    number = form.cleaned_data["version"] if form.is_valid() else 0
    reason = form.cleaned_data.get("reason", "")
    actions.turn_down_wording(by=request.user, words=words, number=number, reason=reason)
    messages.success(request, _("It is off the table, and the history says why."))
    return redirect(words)


@require_POST
@login_required
def reviewed(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    words = library.get(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose the day by which somebody looks at it again."))
    actions.mark_reviewed(by=request.user, words=words, review_by=form.cleaned_data["review_by"])
    messages.success(request, _("Noted: it was read and found right."))
    return redirect(words)


@require_POST
@login_required
def retire(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    retired = library.get(request, pk)
    actions.retire(by=request.user, thing=retired)
    return redirect(retired)


@require_POST
@login_required
def restore(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    restored = library.get(request, pk)
    actions.restore(by=request.user, thing=restored)
    return redirect(restored)
