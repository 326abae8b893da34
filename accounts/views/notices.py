"""What is under the bell."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access, notices
from accounts.forms import PlaceForm
from accounts.views.answering import SignedInRequest


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    before = PlaceForm.read(request.GET)
    page = access.notices_of(request.user, before=before)
    return render(request, "accounts/notices.html", {"page": page, "is_newest": before is None})


@login_required
@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to what it points at. A notice leads to a path of ours: the database keeps no other."""
    notice = access.notice_for(request.user, pk)
    notices.read(notice, by=request.user)
    return redirect(notice.url)


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    newest_seen = PlaceForm.read(request.POST)
    if newest_seen is not None:
        notices.read_all(by=request.user, up_to=newest_seen)
        messages.success(request, _("All marked as read."))
    return redirect("accounts:notices")
