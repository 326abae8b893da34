"""A back-test: begun, looked at while it runs, and read message by message."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from audit.nudge import nudge
from playbook import actions
from playbook.drafting import in_force
from playbook.models import BackTest, BackTestChange
from playbook.views.answering import SignedInRequest
from reports import access

MOST_IDS = 100


@login_required
@require_POST
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    run = actions.begin_back_test(by=request.user, version=access.draft_to_test(request.user, pk))
    nudge("reports.tasks.back_test", run.pk)
    return redirect("reports:back_test", run.pk)


@login_required
@require_GET
def back_test(request: SignedInRequest, pk: int) -> HttpResponse:
    run = access.back_test_for(request.user, pk)
    gravity, after = request.GET.get("gravity", ""), request.GET.get("after", "")
    shown = {"samples": access.samples(request.user, run, gravity=gravity, after=after), "gravity": gravity}
    kinds = [(str(kind.value), kind.label) for kind in BackTestChange.Gravity]
    return render(request, "reports/back_test.html", _standing(run) | shown | {"kinds": kinds})


@login_required
@require_GET
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """The figures with the three gravest, for the pages of the playbook; it asks again while the run goes on."""
    run = access.back_test_for(request.user, pk)
    shown = {"samples": access.samples(request.user, run, most=3)}
    return render(request, "reports/_back_test_panel.html", _standing(run) | shown)


@login_required
@require_POST
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stood on the page was read; then comes the next one."""
    run = access.back_test_for(request.user, pk)
    sent = [one for one in request.POST.getlist("change")[:MOST_IDS] if one.isdecimal() and len(one) < 19]
    changes = list(access.readable(request.user, run).filter(pk__in=sent))
    actions.read_changes(by=request.user, run=run, changes=changes)
    said = ngettext("%(count)d message read.", "%(count)d messages read.", len(changes))
    messages.success(request, said % {"count": len(changes)})
    query = request.GET.copy()
    query["after"] = request.POST.get("after", "")
    if not query["after"]:
        messages.info(request, _("That was the last page."))
        return redirect(run.version if run.version.is_open else reverse("reports:back_test", args=[run.pk]))
    return redirect(f"{reverse('reports:back_test', args=[run.pk])}?{query.urlencode()}")


def _standing(run: BackTest) -> dict[str, Any]:
    """The run, and whether it speaks of the draft and of what is in force as they are now."""
    now = in_force(run.brand)
    is_current = run.version.is_open and run.version.sha256 == run.sha256
    return {
        "run": run,
        "brand": run.brand,
        "is_stale": not is_current and run.version.is_open,
        "is_past": not run.version.is_open,
        "is_beside": is_current and now is not None and run.against_id is not None and now.pk != run.against_id,
    }
