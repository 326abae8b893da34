"""What the plan leaves open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from playbook.access import brand_for, may_edit
from reports.coverage import Coverage


@login_required
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    brand = brand_for(request.user, request.GET.get("brand"))
    shown = {"brand": brand, "coverage": Coverage(brand), "may_edit": may_edit(request.user, brand)}
    return render(request, "reports/coverage.html", shown)
