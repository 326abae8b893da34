"""Pages that belong to no room: the frame's moving parts, polling, and what is shown when a form was not ours."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.models import Notice
from accounts.views.answering import SignedInRequest, where_next
from audit.models import Event
from escalation_site.brands import remember, visible_brands
from escalation_site.context import ShellFacts


@require_safe
@login_required
def shell_parts(request: HttpRequest) -> HttpResponse:
    """Counts, the red chip and the alarm bar, out of band; asked for when the live stream says they moved."""
    facts = ShellFacts(request)
    alarm_is_new = facts.alarms_key != request.GET.get("shown", "")
    return render(request, "shell/_live.html", {"shell": facts, "alarm_is_new": alarm_is_new})


@login_required
@require_POST
def choose_brand(request: SignedInRequest) -> HttpResponse:
    """The switcher in the top bar: the page it was on, of that brand, and the lists that are opened later, too."""
    chosen = request.POST.get("brand", "")
    if chosen not in {"", *(brand.slug for brand in visible_brands(request.user))}:
        raise Http404(_("There is no such brand for you."))
    remember(request, chosen)
    page = where_next(request, otherwise="/inbox/").partition("?")[0]
    return redirect(f"{page}?brand={chosen}" if chosen else page)


def _newest_event(request: HttpRequest) -> str:
    event = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    notice = Notice.objects.filter(user=request.user.pk).order_by("-pk").values_list("pk", flat=True).first()
    return f'"{event or 0}-{notice or 0}"'


@require_safe
@login_required
@condition(etag_func=_newest_event)
def live_poll(_request: HttpRequest) -> HttpResponse:
    """While the live stream is away: 304 until anything happened anywhere, or this person was told something. Says
    only that, not what."""
    return HttpResponse(status=204)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django hands it in
    """A form whose token is missing or too old: a part for htmx, a page otherwise."""
    if request.headers.get("HX-Request"):
        sentence = _("This page was open too long. Load it again, then send once more; your text is still here.")
        return render(request, "_refusal.html", {"sentence": sentence, "status": 403}, status=403)
    return render(request, "403_csrf.html", status=403)
