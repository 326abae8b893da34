"""Who is on call, the coming week, the policies, and the log of pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.rights import brands_with
from interactions.inbox import number
from oncall import access
from oncall.board import rows_for
from oncall.heartbeats import is_stale
from oncall.local import zone_of
from oncall.log import log_page
from oncall.rota import with_turns
from oncall.views.signed_in import SignedInRequest
from oncall.week import week_of


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    week = week_of(now, zone_of(request.user))
    shown = {
        "rows": rows_for(with_turns(access.visible_schedules(request.user)), week, now),
        "week": week,
        "now": now,
        "hour": week.now_hour(now),
        "policies": access.visible_policies(request.user),
        "log": log_page(access.page_log(request.user), size=10),
        "editable": access.editable_brands(request.user),
        "manages": brands_with(request.user, "manage_oncall"),
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
