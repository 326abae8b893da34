"""How every edit page of the playbook answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from playbook.forms import DraftForm, PlaybookForm, StepForm


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User


def edit(
    request: SignedInRequest,
    form: PlaybookForm | StepForm,
    save: Callable[[Any], Any],
    *,
    page: str = "playbook/edit.html",
    **shown: Any,
) -> HttpResponse:
    """Show the form. A valid POST is saved and leads to what was saved; a refused one comes back with its sentence.

    Where another person was quicker, the form comes back with everything that was written in it, and says so; sent
    again, it has seen theirs.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        except Conflict as refusal:
            if not isinstance(form, DraftForm | StepForm):
                raise
            status = refusal.status
            form.show_again()
            form.add_error(None, str(refusal))
            form.add_error(None, _("What you wrote stands below. Look at the draft, then save again."))
        else:
            messages.success(
                request, _("Saved in the draft.") if isinstance(form, DraftForm | StepForm) else _("Saved.")
            )
            return redirect(saved)
    if form.errors and status == 200:
        status = 422
    return render(request, page, {"form": form, "brand": form.brand} | shown, status=status)
