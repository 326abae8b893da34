"""How every edit page of the playbook answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from playbook.forms import PlaybookForm


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User


def edit(
    request: SignedInRequest,
    form: PlaybookForm,
    save: Callable[[PlaybookForm], Any],
    *,
    page: str = "playbook/edit.html",
    **shown: Any,
) -> HttpResponse:
    """Show the form. A valid POST is saved and leads to what was saved; a refused one comes back with its sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(saved)
    return render(request, page, {"form": form, "brand": form.brand} | shown, status=422 if form.errors else 200)
