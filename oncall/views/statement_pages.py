"""Pages for the public: written while nothing burns, read by everybody while they are on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Brand
from accounts.refusals import Conflict
from oncall import access, actions
from oncall.forms import StatementPageForm
from oncall.models import StatementPage
from oncall.showing import shown_to_public
from oncall.views.edit import answer_edit
from oncall.views.signed_in import SignedInRequest


@require_safe
@cache_control(public=True, max_age=30)
def statement_page(request: HttpRequest, address: str) -> HttpResponse:
    """What anybody reads, also while half of the country does: three queries, kept for half a minute on the way."""
    shown = shown_to_public(access.page_on_at(address))
    return render(request, "oncall/statement_page.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    return _edit(request, access.brand_to_edit(request.user, request.GET.get("brand")), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    page = access.statement_page_to_edit(request.user, pk)
    return _edit(request, page.brand, page)


@login_required
@require_POST
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    page = access.statement_page_to_edit(request.user, pk)
    try:
        actions.retire_statement_page(page, by=request.user)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Retired. It stands ready no more."))
    return redirect("oncall:index")


def _edit(request: SignedInRequest, brand: Brand, page: StatementPage | None) -> HttpResponse:
    form = StatementPageForm(request.POST or None, page=page)

    def save() -> None:
        actions.save_statement_page(page, by=request.user, brand=brand, **form.cleaned_data)

    title = page.name if page else _("A page for the public")
    more = {"retires_at": reverse("oncall:retire_statement_page", args=[page.pk])} if page else None
    return answer_edit(request, form, save, title=title, brand=brand, more=more)
