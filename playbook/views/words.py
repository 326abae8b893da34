"""One text of a library: reading it, proposing it and its next version, saying what it fits, its versions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Conflict, Invalid
from playbook import access, actions, showing
from playbook.forms import ChangeForm
from playbook.views.answering import SignedInRequest, edit
from playbook.views.library import Library


@require_http_methods(["GET", "POST"])
@login_required
def add(request: SignedInRequest, library: Library) -> HttpResponse:
    """Propose a text. A POST that says ``start`` only opens the form with what it brings: a reply worth keeping."""
    brand = access.proposable_brand_for(request.user, request.GET.get("brand"))
    fresh = library.model(brand=brand, language=brand.language)
    if request.method == "POST" and "start" in request.POST:
        given = {"text": request.POST.get("text", ""), "topics": request.POST.getlist("topics")}
        form = library.new_form(brand=brand, instance=fresh, initial=given)
    else:
        form = library.new_form(request.POST or None, brand=brand, instance=fresh)
        if form.is_valid() and (saved := _proposed(request, form)):
            return redirect(saved)
    shown = showing.preview_shown(library.model, brand, form["text"].value() or "", "")
    shown |= {"form": form, "library": library, "variables": showing.variables_for(library.model)}
    return render(request, "playbook/words_new.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def words(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    """The text's page; a POST proposes the next version. What was typed is never lost by a refusal."""
    shown = library.get(request, pk)
    form, status = None, 200
    if request.method == "POST":
        form = ChangeForm(request.POST, words=shown)
        access.proposable_brand_for(request.user, shown.brand.slug)
        status = _change(request, form)
        if status == 200:
            return redirect(shown)
    page = showing.page_shown(request.user, shown, request.GET, form) | {"library": library}
    return render(request, "playbook/words.html", page, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def details(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    shown = access.editable(request.user, library.get(request, pk))
    form = library.details_form(request.POST or None, brand=shown.brand, instance=shown)

    def save(form: Any) -> Any:
        chosen = {name: list(form.cleaned_data[name]) for name in ("topics", "teams")}
        return actions.change_details(by=request.user, words=form.save(commit=False), **chosen)

    return edit(request, form, save, title=_("What it fits"), back=shown)


@require_safe
@login_required
def versions(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    shown = library.get(request, pk)
    found = showing.versions(shown)
    old, new = (showing.number(request.GET.get(name)) for name in ("old", "new"))
    page = {"words": shown, "brand": shown.brand, "library": library, "versions": found}
    page |= showing.comparison(shown, found, old, new)
    return render(request, "playbook/words_versions.html", page)


@require_POST
@login_required
def preview(request: SignedInRequest, library: Library) -> HttpResponse:
    """The text in the box as somebody would read it. Nothing is kept."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    text, person = (request.POST.get(name, "")[:20_000] for name in ("text", "person"))
    return render(request, "playbook/_words_seen.html", showing.preview_shown(library.model, brand, text, person))


def _proposed(request: SignedInRequest, form: Any) -> Any:
    """The text that was proposed, or nothing when the form now says why not."""
    given = form.cleaned_data
    try:
        saved = actions.propose_new(
            by=request.user,
            words=form.save(commit=False),
            text=given["text"],
            note_of_author=given["note"],
            topics=list(given["topics"]),
            teams=list(given["teams"]),
        )
    except (Invalid, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Proposed. Nobody is offered it before it is approved."))
    return saved


def _change(request: SignedInRequest, form: ChangeForm) -> int:
    """Propose the change; the status to answer with."""
    if not form.is_valid():
        return 422
    given = form.cleaned_data
    try:
        actions.propose_change(by=request.user, words=form.words, text=given["text"], note_of_author=given["note"])
    except (Invalid, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return refusal.status
    messages.success(request, _("Proposed. The version in use stays until this one is approved."))
    return 200
