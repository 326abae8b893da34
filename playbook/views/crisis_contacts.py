"""Whom to call outside: where a life or a crime is at stake, and with red flags."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from playbook import access, actions
from playbook.forms import CrisisContactForm, PlaybookForm
from playbook.models import CrisisContact
from playbook.views.answering import SignedInRequest, edit


@login_required
@require_GET
def contacts(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    shown = {
        "brand": brand,
        "contacts": CrisisContact.objects.filter(brand=brand)
        .order_by("is_retired", "-stands_with", "country", "position", "pk")
        .prefetch_related("topics"),
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/crisis_contacts.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def add_contact(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    return _page(request, CrisisContact(brand=brand), title=_("New crisis contact"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = access.editable(request.user, access.crisis_contact_for(request.user, pk))
    return _page(request, contact, title=_("Crisis contact"))


@login_required
@require_POST
def retire_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = access.crisis_contact_for(request.user, pk)
    actions.retire(by=request.user, thing=contact)
    return redirect(_list_of(contact))


@login_required
@require_POST
def restore_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = access.crisis_contact_for(request.user, pk)
    actions.restore(by=request.user, thing=contact)
    return redirect(_list_of(contact))


def _page(request: SignedInRequest, contact: CrisisContact, *, title: str) -> HttpResponse:
    form = CrisisContactForm(request.POST or None, brand=contact.brand, instance=contact)

    def save(form: PlaybookForm) -> str:
        topics = list(form.cleaned_data["topics"])
        return _list_of(actions.save_crisis_contact(by=request.user, contact=form.save(commit=False), topics=topics))

    return edit(request, form, save, title=title)


def _list_of(contact: CrisisContact) -> str:
    return f"{reverse('playbook:crisis_contacts')}?brand={contact.brand.slug}"
