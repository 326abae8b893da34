"""The pages of figures. They only read."""

import csv

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from reports import access
from reports.flags import LEVELS, flag_accuracy
from reports.good import good_things


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    return render(request, "reports/index.html", {"scope": _scope(request)})


@require_safe
@login_required
def flags(request: SignedInRequest) -> HttpResponse:
    """How often triage was right."""
    scope = _scope(request)
    shown = {"scope": scope, "days": access.DAYS, "report": flag_accuracy(scope.brands, scope.teams, scope.since)}
    return render(request, "reports/flags.html", shown)


@require_safe
@login_required
def flags_csv(request: SignedInRequest) -> HttpResponse:
    """The same as a table for other programs."""
    scope = _scope(request)
    report = flag_accuracy(scope.brands, scope.teams, scope.since)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="flag-accuracy-{scope.days}-days.csv"'
    writer = csv.writer(response)
    writer.writerow(["who", "proposed", *(f"decided {level}" for level in LEVELS[:3])])
    for who, accuracy in (("rules", report.rules), ("second opinion", report.opinion)):
        writer.writerows([who, proposed or "nothing", *counts] for proposed, counts in accuracy.rows)
    return response


@require_safe
@login_required
def good(request: SignedInRequest) -> HttpResponse:
    """What came of the good things."""
    scope = _scope(request)
    shown = {"scope": scope, "days": access.DAYS, "report": good_things(scope.brands, scope.teams, scope.since)}
    return render(request, "reports/good.html", shown)


def _scope(request: SignedInRequest) -> access.Scope:
    return access.scope_for(request.user, request.GET.get("brand", ""), request.GET.get("days", ""))
