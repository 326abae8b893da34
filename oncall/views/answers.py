"""One agreed line for many: looked at first, submitted slowly, undone in one press; and who still has no answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from interactions.inbox import number
from oncall import access, actions
from oncall.answer_preview import AnswerPreview
from oncall.forms.rooms import AnswerForm
from oncall.room import Room
from oncall.room_people import people_page
from oncall.views.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows each of them as it would read; POST submits what was shown and not unticked."""
    incident = access.room_for(request.user, pk)
    form = AnswerForm(incident, request.POST) if request.method == "POST" else AnswerForm(incident)
    status = 200
    if request.method == "POST":
        try:
            given = form.cleaned_data if form.is_valid() else {}
            if given:
                actions.answer_many(incident, by=request.user, **form.chosen, **given)
                messages.success(request, _("They go one by one, twenty a minute. You can undo it in the room."))
                return redirect(incident)
            status = 422
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    asked = request.POST if request.method == "POST" else request.GET
    preview = AnswerPreview(
        incident,
        request.user,
        kind=asked.get("kind", "answer"),
        line=asked.get("line", ""),
        group=number(asked.get("group", "")),
    )
    shown = {"room": Room(incident, request.user), "preview": preview, "form": form, "group": asked.get("group", "")}
    return render(request, "oncall/room_answer.html", shown, status=status)


@login_required
@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    bulk = access.answer_for(request.user, pk)
    count = actions.undo_answers(bulk, by=request.user)
    text = ngettext("%(count)d answer is taken back.", "%(count)d answers are taken back.", count)
    messages.success(request, text % {"count": count})
    return redirect("rooms:room", bulk.incident_id)


@login_required
@require_safe
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody in the room, those who wait first."""
    incident = access.room_for(request.user, pk)
    page = people_page(incident, request.user, request.GET.get("after", ""))
    return render(request, "oncall/room_people.html", {"room": Room(incident, request.user), "page": page})
