"""The frame's own pages, without the rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from accounts.refusals import Conflict, NotAllowed
from escalation_site.styleguide import styleguide
from escalation_site.views import choose_brand, live_poll, shell_parts


def forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Red flags are for the Comms team. Ask Priya, on call now.")


def clash(request: HttpRequest) -> HttpResponse:
    raise Conflict("Sam approved this a moment ago.")


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/page.html")


urlpatterns = [
    path("", front),
    path("accounts/", include("allauth.urls")),
    path("styleguide/", styleguide),
    path("shell/", shell_parts, name="shell_parts"),
    path("live/poll/", live_poll, name="live_poll"),
    path("brand/", choose_brand, name="choose_brand"),
    path("", include("accounts.urls")),
    path("forbid/", forbid),
    path("clash/", clash),
    path("", include("interactions.urls")),  # where the frame leads
    path("oncall/", include("oncall.urls")),
    path("approvals/", include("approvals.urls")),
    path("playbook/", include("playbook.urls")),
]
