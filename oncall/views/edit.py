"""How a form of on-call is answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Brand
from accounts.refusals import Refusal
from oncall.models import Schedule
from oncall.views.signed_in import SignedInRequest


def answer_edit(
    request: SignedInRequest,
    form: Form,
    save: Callable[[], None],
    *,
    title: str,
    brand: Brand | Schedule,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A valid POST is saved and leads back to the board; a refused one comes back with its sentence. ``brand`` is what
    the edited thing belongs to, ``more`` what the page shows beside the form."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("oncall:index")
    shown = {"form": form, "title": title, "brand": brand} | (more or {})
    return render(request, "oncall/edit.html", shown, status=422 if form.errors else 200)
