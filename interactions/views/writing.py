"""Writing: the text being typed, submitting it, taking it back, notes, and what became of a post."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Invalid, Refusal
from connectors.media import LARGEST
from interactions import access, actions
from interactions.actions import outcomes
from interactions.case import Case
from interactions.forms import DraftForm, NoteForm
from interactions.inbox import number
from interactions.models import Draft, Reply
from interactions.starting import with_offer
from interactions.views.answering import SignedInRequest, attempt, back_to, show


@require_POST
@login_required
def compose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is typed. The page's script asks for the parts that follow the text; without it one comes back."""
    interaction = access.interaction_for(request.user, pk)
    form = DraftForm(interaction, with_offer(interaction, request.POST))
    seen = number(form.typed("seen_version"))
    actions.compose(interaction, by=request.user, text=form.typed("text"), fields=form.kept, seen_version=seen)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "interactions/_follows.html", {"case": Case(interaction, request.user, bound=form)})
    messages.success(request, _("Kept for you. It waits here on every device of yours."))
    return back_to(request, interaction)


@require_POST
@login_required
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a file to the answer that is being written; what stands in the form is kept with it."""
    interaction = access.interaction_for(request.user, pk)
    form, upload = DraftForm(interaction, request.POST), request.FILES.get("upload")
    content = upload.read(LARGEST + 1) if upload is not None else b""
    name, alt = str(getattr(upload, "name", "")), form.typed("upload_alt")
    try:
        file = actions.attach(interaction, by=request.user, name=name, content=content, alt=alt)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return show(request, access.interaction_for(request.user, pk), bound=form, status=refusal.status)
    kept = form.kept | {"attachments": [*form.chosen("attachments"), str(file.pk)]}
    actions.compose(interaction, by=request.user, text=form.typed("text"), fields=kept)
    messages.success(request, _("Added. It goes along when you send your answer."))
    return back_to(request, interaction)


@require_POST
@login_required
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = DraftForm(interaction, request.POST)
    return attempt(request, form, lambda given: actions.answer(interaction, by=request.user, **given), _sent)


def _sent(draft: Draft) -> str:
    reply = Reply.objects.filter(approval__draft=draft).first()
    return _("It goes out now.") if reply else _("Sent for approval. You are told when it is decided.")


@require_POST
@login_required
def recall(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    revision = interaction.drafts.filter(pk=number(request.POST.get("draft", "")) or 0).first()
    actions.recall(interaction, by=request.user, revision=revision)
    messages.success(request, _("Taken back. Nothing of it leaves; your text is in the box."))
    return back_to(request, interaction)


@require_POST
@login_required
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = NoteForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.note(interaction, by=request.user, text=given["note"]),
        _("Note saved. Only colleagues see it."),
    )


@require_POST
@login_required
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    reply = access.reply_for(request.user, pk)
    if request.POST.get("is_posted") not in {"0", "1"}:
        raise Invalid(_("Say whether it is there."))
    outcomes.decide(reply, by=request.user, is_posted=request.POST["is_posted"] == "1")
    messages.success(request, _("Written down."))
    return back_to(request, reply.interaction)  # type: ignore[arg-type]  # access found it through one


@require_POST
@login_required
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    reply = access.reply_for(request.user, pk)
    outcomes.try_again(reply, by=request.user)
    messages.success(request, _("It is tried once more now."))
    return back_to(request, reply.interaction)  # type: ignore[arg-type]  # access found it through one
