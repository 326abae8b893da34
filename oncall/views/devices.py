"""One's own browser as a way of being reached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.refusals import Invalid
from oncall import actions
from oncall.views.signed_in import SignedInRequest


@login_required
@require_POST
def key(request: SignedInRequest) -> HttpResponse:
    """What a browser needs before it subscribes."""
    return JsonResponse({"key": actions.make_push_key(by=request.user).public})


@login_required
@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        actions.add_device(by=request.user, **given)
    except Invalid as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("This device is added. Send a test page, and confirm it here."))
    return redirect("oncall:methods")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What a browser keeps to show a page while none of ours is open. It stands at the root: its place is its reach."""
    return render(request, "oncall/push_worker.js", content_type="text/javascript; charset=utf-8")
