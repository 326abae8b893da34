"""The reply checklist of a brand."""

from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from playbook import access, actions
from playbook.forms import ChecklistItemForm, OwnWordsForm, PlaybookForm
from playbook.models import ChecklistItem, Topic
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest, edit
from playbook.views.banner import banner


@login_required
@require_GET
def checklist(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    sheet = Sheet(brand)
    shown = {
        "brand": brand,
        "items": ChecklistItem.objects.filter(brand=brand).order_by("is_retired", "position", "pk"),
        "edited": {change.slug for change in sheet.changes if change.kind == "line"},
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/checklist.html", shown | banner(request.user, sheet))


@login_required
@require_http_methods(["GET", "POST"])
def add_item(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    return _page(request, ChecklistItem(brand=brand), title=_("New line of the checklist"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_item(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    item = access.drafted_line(sheet, slug)
    return _page(
        request, item, title=_("Checklist line"), seen=sheet.seen_line(slug), topics=sheet.whole.topics_of[slug]
    )


@login_required
@require_POST
def retire_item(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    item = access.drafted_line(sheet, slug)
    actions.retire(by=request.user, thing=item)
    return redirect(_list_of(item))


@login_required
@require_POST
def restore_item(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    item = access.drafted_line(sheet, slug)
    actions.restore(by=request.user, thing=item)
    return redirect(_list_of(item))


@login_required
@require_http_methods(["GET", "POST"])
def own_words(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    form = OwnWordsForm(request.POST or None, brand=brand, instance=access.playbook_of(brand))

    def save(form: PlaybookForm) -> str:
        actions.save_own_words(by=request.user, brand=brand, words=form.cleaned_data["own_words"])
        return f"{reverse('playbook:checklist')}?brand={brand.slug}"

    return edit(request, form, save, title=_("Our own words"))


def _page(
    request: SignedInRequest, item: ChecklistItem, *, title: str, seen: str = "", topics: Collection[Topic] = ()
) -> HttpResponse:
    chosen = {"topics": [topic.pk for topic in topics]}
    form = ChecklistItemForm(request.POST or None, brand=item.brand, instance=item, seen=seen, initial=chosen)

    def save(form: PlaybookForm) -> str:
        topics, seen = list(form.cleaned_data["topics"]), form.cleaned_data["seen"]
        kept = form.save(commit=False)
        return _list_of(actions.save_checklist_item(by=request.user, item=kept, topics=topics, seen=seen))

    return edit(request, form, save, title=title)


def _list_of(item: ChecklistItem) -> str:
    return f"{reverse('playbook:checklist')}?brand={item.brand.slug}"
