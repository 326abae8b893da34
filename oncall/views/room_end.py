"""The end of a crisis: standing down, looking back, and the timeline for whoever asks later."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from accounts.rights import can
from oncall import access, actions
from oncall.forms.rooms import LessonForm, StandDownForm
from oncall.room import Room
from oncall.room_timeline import as_csv, timeline_of
from oncall.views.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stand_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first: the last word, who still waits, and the day of the review."""
    incident = access.room_for(request.user, pk)
    form = StandDownForm(incident, request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.stand_down(incident, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Stood down. The review is open."))
            return redirect("rooms:review", incident.pk)
    shown = {"room": Room(incident, request.user), "form": form}
    return render(request, "oncall/room_stand_down.html", shown, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = LessonForm(incident, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.learn(incident, by=request.user, **form.cleaned_data)
        messages.success(request, _("Proposed. Whoever edits the playbook decides."))
        return redirect("rooms:review", pk)
    shown = {
        "room": Room(incident, request.user),
        "form": form,
        "lessons": incident.lessons.select_related("topic", "by", "settled_by"),
        "edits": can(request.user, "edit_playbook", incident.brand),
        "timeline": timeline_of(incident, request.user),
    }
    return render(request, "oncall/room_review.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = access.lesson_for(request.user, pk)
    actions.settle_lesson(lesson, by=request.user, is_taken_up=request.POST.get("is_taken_up") == "1")
    messages.success(request, _("Decided. The change itself is made in the playbook."))
    return redirect("rooms:review", lesson.incident_id)


@login_required
@require_safe
def timeline(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Everything that happened, as far as this person may see it: a table for a spreadsheet, or JSON."""
    incident = access.room_for(request.user, pk)
    rows = timeline_of(incident, request.user)
    if kind == "json":
        return JsonResponse({"room": incident.pk, "timeline": [row.as_json for row in rows]})
    name = f'attachment; filename="room-{incident.pk}.csv"'
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
