"""The services that carry pages to chats and phones: an admin's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Invalid
from oncall import access, actions
from oncall.forms import GatewayForm
from oncall.views.signed_in import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gateways(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_of_gateways(request.user, request.GET.get("brand"))
    form = GatewayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_gateway(by=request.user, brand=brand, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("url", str(refusal))
        else:
            messages.success(request, _("Added. People can choose it now, and confirm it with a test page."))
            return redirect(request.get_full_path())
    shown = {"gateways": access.managed_gateways(request.user).filter(brand=brand), "form": form, "brand": brand}
    return render(request, "oncall/gateways.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def switch_gateway(request: SignedInRequest, pk: int) -> HttpResponse:
    gateway = access.gateway_to_switch(request.user, pk)
    actions.switch_gateway(gateway, by=request.user, is_active=request.POST.get("is_active") == "1")
    return redirect("oncall:gateways")
