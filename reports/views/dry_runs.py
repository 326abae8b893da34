"""A dry run of one rule of the draft."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.rights import teams_with
from playbook import access
from playbook.views.answering import SignedInRequest
from reports.dry_runs import SIZES, dry_run


@login_required
@require_GET
def rule(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    tried = access.drafted_rule(sheet, slug, request.GET.get("rule", ""))
    size = next((each for each in SIZES if str(each) == request.GET.get("last")), SIZES[1])
    found = dry_run(sheet, topic, tried, teams=teams_with(request.user, "see"), size=size)
    shown = {"brand": sheet.brand, "topic": topic, "rule": tried, "found": found, "size": size, "sizes": SIZES}
    return render(request, "reports/dry_run.html", shown)
