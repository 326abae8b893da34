"""Reading drafts and deciding on them. A refusal shows the page again with its sentence and what was typed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from approvals import access, actions
from approvals.forms import EditForm, ReturnForm, SeenForm
from approvals.showing import edit_shown, seen_or_invalid
from approvals.views.answering import SignedInRequest, go_on, page_of, sent, show
from interactions import actions as core
from interactions import checks
from interactions.models import Approval, Draft
from interactions.serving import served


@require_safe
@login_required
def queue(request: SignedInRequest) -> HttpResponse:
    """The list, with its first draft open beside it where there is room."""
    page = page_of(request)
    first = access.draft_for(request.user, page.rows[0].pk) if page.rows else None
    return show(request, first, pane="list", page=page)


@require_safe
@login_required
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, access.draft_for(request.user, pk))


@require_safe
@login_required
def file(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    """A file of a draft, for whoever reads the draft: also from another team."""
    return served(access.file_of(access.draft_for(request.user, pk), attachment))


@require_POST
@login_required
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.user, pk)
    form = SeenForm(request.POST, draft=draft)
    try:
        seen = seen_or_invalid(form)
        approval = actions.approve(draft, by=request.user, seen=seen, sets_aside=form.cleaned_data["sets_aside"])
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), refusal=refusal)
    _say(request, draft, approval)
    return go_on(request, draft)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.user, pk)
    starts_from = edit_shown(draft, apply=request.GET.get("apply", ""), typed=request.POST.get("text"))
    form = EditForm(sent(request), draft=draft, **starts_from)
    if not form.is_valid():
        return show(request, draft, form=form, status=422 if form.is_bound else 200)
    is_for_another = "as_new_version" in request.POST
    try:
        approval = actions.approve_with_edits(
            draft, by=request.user, as_new_version=is_for_another, seen=form.seen, **form.wording
        )
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), form=form, refusal=refusal)
    _say(request, draft, approval)
    return go_on(request, draft)


@require_http_methods(["GET", "POST"])
@login_required
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.user, pk)
    form = ReturnForm(sent(request), draft=draft)
    if not form.is_valid():
        return show(request, draft, form=form, status=422 if form.is_bound else 200)
    why = {"reason_code": form.cleaned_data["reason_code"], "note": form.cleaned_data["note"]}
    try:
        actions.send_back(draft, by=request.user, seen=form.seen, **why)
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), form=form, refusal=refusal)
    messages.success(request, _("Returned. %(name)s reads why beside the draft.") % {"name": draft.author})
    return go_on(request, draft)


@require_POST
@login_required
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an approval back while its reply is still here; the text stays as an open draft."""
    draft = access.draft_for(request.user, pk)
    try:
        checks.check_newest(draft)
        core.recall(draft.interaction, by=request.user, revision=draft)
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), refusal=refusal)
    messages.success(request, _("Taken back. The text is kept; its author submits it again."))
    return redirect("approvals:review", pk)


def _say(request: SignedInRequest, draft: Draft, approval: Approval | None) -> None:
    """What happens next, and the address that undoes it while it can be undone."""
    if approval is None:
        messages.success(request, _("Kept. It goes out when another person has signed it."))
        return
    seconds = draft.interaction.channel.undo_for
    said = ngettext("Approved. It goes out in %(n)d second.", "Approved. It goes out in %(n)d seconds.", seconds)
    messages.success(
        request,
        said % {"n": seconds} if seconds else _("Approved. It goes out now."),
        extra_tags=reverse("approvals:undo", args=[approval.draft_id]) if seconds else "",
    )
