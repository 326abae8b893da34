"""The library: response templates and holding messages, read by everyone, edited and approved by admins."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Brand
from playbook import access, actions
from playbook.forms import HoldingMessageForm, TemplateForm, WordsForm
from playbook.models import HoldingMessage, ResponseTemplate
from playbook.views.answering import SignedInRequest, edit


@dataclass(frozen=True)
class Library:
    """One of the two kinds of words, with what differs between them."""

    model: Any
    form: type[WordsForm]
    title: Any
    sentence: Any
    urls: str


TEMPLATES = Library(
    ResponseTemplate,
    TemplateForm,
    gettext_lazy("Response templates"),
    gettext_lazy("A start, never a script. Agents change the words; the facts and the promises stay."),
    "template",
)
HOLDING_MESSAGES = Library(
    HoldingMessage,
    HoldingMessageForm,
    gettext_lazy("Holding messages"),
    gettext_lazy("The only words that may go out while an interaction is held. Two people approve each version."),
    "holding_message",
)


@login_required
@require_GET
def listing(request: SignedInRequest, library: Library) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    rows = library.model.objects.filter(brand=brand).prefetch_related("topics").order_by("is_retired", "name")
    shown = {
        "brand": brand,
        "library": library,
        "rows": rows,
        "usable": set(library.model.objects.usable().filter(brand=brand).values_list("pk", flat=True)),
        "add_url": f"playbook:add_{library.urls}",
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/words_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, library: Library) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    words = library.model(brand=brand, language=brand.language)
    return _page(request, library, words, brand, title=_("New text"))


@login_required
@require_http_methods(["GET", "POST"])
def words(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    shown = _get(request, library, pk)
    if not access.may_edit(request.user, shown.brand):
        if request.method == "POST":
            access.editable(request.user, shown)
        return render(request, "playbook/words.html", {"words": shown, "brand": shown.brand, "library": library})
    return _page(request, library, shown, shown.brand, title=shown.name)


@login_required
@require_POST
def approve(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    approved = _get(request, library, pk)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() else 0
    if isinstance(approved, ResponseTemplate):
        actions.approve_template(by=request.user, template=approved, version=version)
    else:
        actions.approve_holding_message(by=request.user, message=approved, version=version)
    messages.success(request, _("Approved, with your name and the time."))
    return redirect(approved)


@login_required
@require_POST
def retire(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    retired = _get(request, library, pk)
    actions.retire(by=request.user, thing=retired)
    return redirect(retired)


@login_required
@require_POST
def restore(request: SignedInRequest, library: Library, pk: int) -> HttpResponse:
    restored = _get(request, library, pk)
    actions.restore(by=request.user, thing=restored)
    return redirect(restored)


def _get(request: SignedInRequest, library: Library, pk: int) -> Any:
    fetch = access.template_for if library is TEMPLATES else access.holding_message_for
    return fetch(request.user, pk)


def _page(request: SignedInRequest, library: Library, words: Any, brand: Brand, *, title: str) -> HttpResponse:
    form = library.form(request.POST or None, brand=brand, instance=words)

    def save(form: Any) -> Any:
        topics = list(form.cleaned_data["topics"])
        if library is TEMPLATES:
            return actions.save_template(by=request.user, template=form.save(commit=False), topics=topics)
        return actions.save_holding_message(by=request.user, message=form.save(commit=False), topics=topics)

    return edit(request, form, save, page="playbook/words_edit.html", library=library, title=title, words=words)
