"""Calendar feeds: one's own list of them, and what their addresses show."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from oncall import access, actions
from oncall.feeds import calendar_of
from oncall.forms import FeedForm
from oncall.local import as_seen_by
from oncall.views.signed_in import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: SignedInRequest) -> HttpResponse:
    """The list with its form. A new feed's address is in the answer to its POST, and never again."""
    form = FeedForm(request.POST or None, schedules=access.visible_schedules(request.user))
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            _feed, secret = actions.open_feed(form.cleaned_data["schedule"], by=request.user)
            address = settings.SITE_URL + reverse("calendar", args=[secret])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    shown = {"feeds": access.own_feeds(request.user), "form": form, "address": address}
    return render(request, "oncall/feeds.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        actions.revoke_feed(access.own_feed(request.user, pk), by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Revoked. Its address shows nothing any more."))
    return redirect("oncall:feeds")


@never_cache
@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads; its address is the key."""
    feed, schedules = access.feed_of(token)
    with as_seen_by(feed.user):
        return HttpResponse(calendar_of(feed, schedules, timezone.now()), content_type="text/calendar; charset=utf-8")
