"""The reply checklist of a brand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from playbook import access, actions
from playbook.forms import ChecklistItemForm, PlaybookForm
from playbook.models import ChecklistItem
from playbook.views.answering import SignedInRequest, edit


@login_required
@require_GET
def checklist(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    shown = {
        "brand": brand,
        "items": ChecklistItem.objects.filter(brand=brand).order_by("is_retired", "position", "pk"),
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/checklist.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def add_item(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    return _page(request, ChecklistItem(brand=brand), title=_("New line of the checklist"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item = access.editable(request.user, access.checklist_item_for(request.user, pk))
    return _page(request, item, title=_("Line of the checklist"))


@login_required
@require_POST
def retire_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item = access.checklist_item_for(request.user, pk)
    actions.retire(by=request.user, thing=item)
    return redirect(_list_of(item))


@login_required
@require_POST
def restore_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item = access.checklist_item_for(request.user, pk)
    actions.restore(by=request.user, thing=item)
    return redirect(_list_of(item))


def _page(request: SignedInRequest, item: ChecklistItem, *, title: str) -> HttpResponse:
    form = ChecklistItemForm(request.POST or None, brand=item.brand, instance=item)

    def save(form: PlaybookForm) -> str:
        topics = list(form.cleaned_data["topics"])
        return _list_of(actions.save_checklist_item(by=request.user, item=form.save(commit=False), topics=topics))

    return edit(request, form, save, title=title)


def _list_of(item: ChecklistItem) -> str:
    return f"{reverse('playbook:checklist')}?brand={item.brand.slug}"
