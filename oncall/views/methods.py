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
from oncall.forms import MethodForm, RulesForm
from oncall.policy_lint import warn_of_rules
from oncall.views.signed_in import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def methods(request: SignedInRequest) -> HttpResponse:
    """The list with its form. A new webhook's signing secret is in the answer to its POST, and never again."""
    gateways = access.usable_gateways(request.user)
    form = MethodForm(request.POST or None, gateways=gateways)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _method, secret = actions.add_method(by=request.user, **form.terms)
        except Invalid as refusal:
            form.add_error("address", str(refusal))
        else:
            if not secret:
                return redirect("oncall:methods")
            form = MethodForm(gateways=gateways)
    own, quiet = access.own_methods(request.user), access.own_quiet_hours(request.user)
    shown = {"methods": own, "quiet": quiet, "form": form, "secret": secret}
    return render(request, "oncall/methods.html", shown, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: SignedInRequest) -> HttpResponse:
    """Which method when, and quiet hours."""
    own = list(access.own_methods(request.user))
    form = RulesForm(request.POST or None, methods=own, quiet=access.own_quiet_hours(request.user))
    if request.method == "POST" and form.is_valid():
        actions.order_methods(by=request.user, waits=form.waits)
        quiet = form.cleaned_data
        actions.keep_quiet(by=request.user, starts_at=quiet["quiet_from"], ends_at=quiet["quiet_until"])
        warn_of_rules(request, request.user)
        messages.success(request, _("Saved."))
        return redirect("oncall:methods")
    return render(request, "oncall/rules.html", {"form": form}, status=422 if form.errors else 200)


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
