"""Drills: starting one, what it measures, ending it; and how ready a brand is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Conflict, Invalid
from accounts.rights import can, check_can
from oncall import actions
from oncall.access import drills as access
from oncall.drills import Report
from oncall.forms.drills import DrillForm, EndDrillForm
from oncall.readiness import Readiness
from oncall.views.signed_in import SignedInRequest

LISTED = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drills(request: SignedInRequest) -> HttpResponse:
    """The drills there were, and the form of the next for those who manage on-call."""
    brand = access.brand_of(request.user, request.GET.get("brand"))
    form = DrillForm(request.POST if request.method == "POST" else None, brand=brand)
    if request.method == "POST":
        check_can(request.user, "manage_oncall", brand)
        if form.is_valid():
            try:
                return redirect(actions.start_drill(by=request.user, **form.cleaned_data))
            except (Conflict, Invalid) as refusal:
                form.add_error(None, str(refusal))
    held = access.visible_drills(request.user).filter(brand=brand)[:LISTED]
    shown = {"brand": brand, "reports": [Report(drill) for drill in held]}
    shown["form"] = form if can(request.user, "manage_oncall", brand) else None
    return render(request, "oncall/drills.html", shown, status=422 if form.errors else 200)


@login_required
@require_safe
def drill(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.drill_for(request.user, pk)
    may_end = found.ended_at is None and can(request.user, "manage_oncall", found.brand)
    shown = {"report": Report(found), "drill": found, "form": EndDrillForm() if may_end else None}
    return render(request, "oncall/drill.html", shown)


@login_required
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.drill_for(request.user, pk)
    try:
        actions.end_drill(found, by=request.user, lesson=request.POST.get("lesson", ""))
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The drill is over. Nothing of it is open any more."))
    return redirect(found)


@login_required
@require_safe
def readiness(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_of(request.user, request.GET.get("brand"))
    return render(request, "oncall/readiness.html", {"brand": brand, "readiness": Readiness(brand)})
