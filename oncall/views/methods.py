"""One's own ways of being reached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Conflict, Invalid
from oncall import access, actions
from oncall.forms import MethodForm
from oncall.views.signed_in import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def methods(request: SignedInRequest) -> HttpResponse:
    """The list with its form. A new webhook's signing secret is in the answer to its POST, and never again."""
    form = MethodForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _method, secret = actions.add_method(by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("address", str(refusal))
        else:
            if not secret:
                return redirect("oncall:methods")
            form = MethodForm()
    shown = {"methods": access.own_methods(request.user), "form": form, "secret": secret}
    return render(request, "oncall/methods.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.remove_method(access.own_method(request.user, pk), by=request.user)
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("oncall:methods")


@login_required
@require_POST
def page_test(request: SignedInRequest) -> HttpResponse:
    try:
        sent = len(actions.page_test(by=request.user))
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        text = ngettext("A test page is on its way to you.", "%(count)d test pages are on their way to you.", sent)
        messages.success(request, text % {"count": sent})
    return redirect("oncall:methods")
