"""Who is on call, the coming week, the policies, and the log of pages."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.rights import brands_with
from interactions.inbox import number
from oncall import access
from oncall.board import rows_for
from oncall.covers import asked_of
from oncall.heartbeats import is_stale
from oncall.local import zone_of
from oncall.log import log_page, median_taken
from oncall.rota import rotas
from oncall.views.signed_in import SignedInRequest
from oncall.week import week_of

FARTHEST = 400  # days


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    week = week_of(now, zone_of(request.user), _day(request.GET.get("from", "")))
    shown = {
        "rows": rows_for(rotas(access.visible_schedules(request.user)), week, now),
        "week": week,
        "now": now,
        "hour": week.now_hour(now),
        "overrides": access.coming_overrides(request.user),
        "covers": asked_of(request.user, access.open_covers(request.user)),
        "shift_starts": access.open_shift_starts(request.user),
        "policies": access.visible_policies(request.user),
        "bodies": access.visible_outside_help(request.user),
        "edits": brands_with(request.user, "edit_playbook"),
        "pages": access.visible_statement_pages(request.user),
        "log": log_page(access.page_log(request.user), size=10),
        "median": median_taken(access.visible_alerts(request.user).of_red()),
        "editable": access.editable_brands(request.user),
        "manages": brands_with(request.user, "manage_oncall"),
        "connects": brands_with(request.user, "manage_channels"),
        "is_stale": is_stale("pages"),
    }
    return render(request, "oncall/index.html", shown)


@login_required
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """Older pages, keyed by the last one shown."""
    before = request.GET.get("before", "")
    found = log_page(access.page_log(request.user), before=number(before))
    return render(request, "oncall/log.html", {"log": found})


def _day(given: str) -> date | None:
    """A day within a year or so of today; anything else is today."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if abs((day - timezone.localdate()).days) < FARTHEST else None
