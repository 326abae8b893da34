"""Pages that belong to no room: the frame's moving parts, polling, and what is shown when a form was not ours."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from audit.models import Event
from escalation_site.context import ShellFacts


@require_safe
@login_required
def shell_parts(request: HttpRequest) -> HttpResponse:
    """Counts, the red chip and the alarm bar, out of band; asked for when the live stream says they moved."""
    alarm_is_new = ShellFacts(request).alarms_key != request.GET.get("shown", "")
    return render(request, "shell/_live.html", {"alarm_is_new": alarm_is_new})


def _newest_event(_request: HttpRequest) -> str:
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f'"{newest or 0}"'


@require_safe
@login_required
@condition(etag_func=_newest_event)
def live_poll(_request: HttpRequest) -> HttpResponse:
    """While the live stream is away: 304 until anything happened anywhere. Says only that, not what."""
    return HttpResponse(status=204)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django hands it in
    """A form whose token is missing or too old: a part for htmx, a page otherwise."""
    if request.headers.get("HX-Request"):
        sentence = _("This page was open too long. Load it again, then send once more; your text is still here.")
        return render(request, "_refusal.html", {"sentence": sentence, "status": 403}, status=403)
    return render(request, "403_csrf.html", status=403)
