"""Taking a red flag and passing it on, from any page of the product."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Conflict
from oncall import access, actions
from oncall.models import Alert
from oncall.views.signed_in import SignedInRequest


@login_required
@require_POST
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = access.alert_for(request.user, pk)
    try:
        actions.acknowledge(alert, by=request.user)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You have it. Paging stopped."))
    return redirect(_where_next(request, alert))


@login_required
@require_POST
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = access.alert_for(request.user, pk)
    try:
        actions.pass_on(alert, by=request.user)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Passed on. The next person is paged now."))
    return redirect(_where_next(request, alert))


def _where_next(request: SignedInRequest, alert: Alert) -> str:
    """Where the form asked to go, else the red flag itself."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("interactions:conversation", args=[alert.flags.order_by("pk")[0].interaction_id])
