"""The response map: its page, its poster, the page to keep, and how it is edited in the draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.refusals import Invalid
from playbook import access, actions
from playbook.forms import CloneForm, LeafForm, MapForm, OwnersForm, QuestionForm, StepForm
from playbook.keeping import kept_page
from playbook.maps.editing import new_key, owners_in, step_of
from playbook.picturing import Picture, picture
from playbook.sheets import Sheet
from playbook.shipped_maps import sources_for
from playbook.views.answering import SignedInRequest, edit
from playbook.views.banner import banner
from playbook.whole.document import Entry, digest
from playbook.writing_maps import editor


@login_required
@require_GET
def response_map(request: SignedInRequest) -> HttpResponse:
    """The picture, and every question in its order."""
    shown = _picture(request)
    context = {"picture": shown, "brand": shown.brand, "may_edit": access.may_edit(request.user, shown.brand)}
    return render(request, "playbook/map.html", context | banner(request.user, Sheet(shown.brand)))


@login_required
@require_GET
def poster(request: SignedInRequest) -> HttpResponse:
    """One sheet to hang up, with names and numbers as they are now."""
    shown = _picture(request)
    return render(request, "playbook/map_poster.html", {"picture": shown, "now": timezone.now()})


@login_required
@require_safe
def keep(request: SignedInRequest) -> HttpResponse:
    """The same as one plain file that needs neither us nor a network."""
    shown = _picture(request)
    page = render(request, "playbook/map_kept.html", {"picture": shown, "now": timezone.now()}).content.decode()
    answer = HttpResponse(kept_page(page), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shown.brand.slug}-response-map.html"'
    return answer


@login_required
@require_GET
def drafted_map(request: SignedInRequest, slug: str) -> HttpResponse:
    """The map as the draft has it, step by step, with what is missing."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    entry = access.drafted_map(sheet, slug)
    shown = {"brand": sheet.brand, "editor": editor(sheet, entry)}
    return render(request, "playbook/map_edit.html", shown | banner(request.user, sheet))


@login_required
@require_http_methods(["GET", "POST"])
def clone(request: SignedInRequest) -> HttpResponse:
    """Begin a map with another's questions: one of the brand's, or one that ships."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    sources = sources_for(sheet)
    form = CloneForm(request.POST or None, sources=[(key, entry["name"]) for key, entry in sources.items()])
    shown: dict[str, Any] = {"title": _("New response map"), "brand": sheet.brand}
    if form.is_valid():
        source, name = sources[form.cleaned_data["source"]], form.cleaned_data["name"]
        try:
            slug = actions.clone_map(by=request.user, brand=sheet.brand, source=source, name=name)
            return redirect(_editor_of(sheet, slug))
        except Invalid as refusal:
            form.add_error(None, str(refusal))
    return render(request, "playbook/edit.html", shown | {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit_map(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    entry = access.drafted_map(sheet, slug)
    words = {name: entry.get(name, "") for name in ("name", "description", "source", "start")}
    form = MapForm(request.POST or None, brand=sheet.brand, entry=entry, step=words, seen=digest(words))

    def save(form: Any) -> str:
        seen = form.cleaned_data["seen"]
        actions.save_map(by=request.user, brand=sheet.brand, slug=slug, words=form.words, seen=seen)
        return _editor_of(sheet, slug)

    return edit(request, form, save, title=entry["name"], back=entry["name"], back_url=_editor_of(sheet, slug))


@login_required
@require_http_methods(["GET", "POST"])
def owners(request: SignedInRequest, slug: str) -> HttpResponse:
    """The wizard that asks for the team of every end."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    entry = access.drafted_map(sheet, slug)
    form = OwnersForm(request.POST or None, brand=sheet.brand, entry=entry, step={}, seen=digest(owners_in(entry)))

    def save(form: Any) -> str:
        seen = form.cleaned_data["seen"]
        actions.save_owners(by=request.user, brand=sheet.brand, slug=slug, owners=form.owners, seen=seen)
        return _editor_of(sheet, slug)

    title = _("Who is it for?")
    return edit(request, form, save, title=title, back=entry["name"], back_url=_editor_of(sheet, slug))


@login_required
@require_http_methods(["GET", "POST"])
def add_step(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    entry = access.drafted_map(sheet, slug)
    words = request.POST.get("question") or request.POST.get("title") or part
    title = _("New question") if part == "questions" else _("New end")
    return _step_page(request, sheet, entry, part, {"key": new_key(entry, words)}, title=title)


@login_required
@require_http_methods(["GET", "POST"])
def edit_step(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    entry = access.drafted_map(sheet, slug)
    part, step = access.drafted_step(entry, key)
    title = step.get("question") or step.get("title") or key
    return _step_page(request, sheet, entry, part, step, title=title, seen=digest(step_of(entry, key)))


@login_required
@require_POST
def remove_step(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    access.drafted_map(sheet, slug)
    actions.remove_step(by=request.user, brand=sheet.brand, slug=slug, key=key)
    messages.success(request, _("Taken out in the draft."))
    return redirect(_editor_of(sheet, slug))


@login_required
@require_POST
def move_first(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    access.drafted_map(sheet, slug)
    actions.move_map_first(by=request.user, brand=sheet.brand, slug=slug)
    messages.success(request, _("In the draft it is walked where nobody chooses another."))
    return redirect(_editor_of(sheet, slug))


@login_required
@require_POST
def retire_map(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    actions.retire(by=request.user, thing=access.drafted_map_row(sheet, slug))
    return redirect(f"{reverse('playbook:map')}?brand={sheet.brand.slug}")


@login_required
@require_POST
def restore_map(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    actions.restore(by=request.user, thing=access.drafted_map_row(sheet, slug))
    return redirect(_editor_of(sheet, slug))


def _picture(request: SignedInRequest) -> Picture:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    return picture(brand, request.GET.get("map", ""))


def _editor_of(sheet: Sheet, slug: str) -> str:
    return f"{reverse('playbook:drafted_map', args=[slug])}?brand={sheet.brand.slug}"


def _step_page(
    request: SignedInRequest, sheet: Sheet, entry: Entry, part: str, step: Entry, *, title: str, seen: str = ""
) -> HttpResponse:
    slug = entry["slug"]
    kind: type[QuestionForm | LeafForm] = QuestionForm if part == "questions" else LeafForm
    form: StepForm = kind(request.POST or None, brand=sheet.brand, entry=entry, step=step, seen=seen)

    def save(form: Any) -> str:
        sent, seen = form.step_entry, form.cleaned_data["seen"]
        actions.save_step(by=request.user, brand=sheet.brand, slug=slug, part=part, step=sent, seen=seen)
        return _editor_of(sheet, slug)

    return edit(request, form, save, title=title, back=entry["name"], back_url=_editor_of(sheet, slug))
