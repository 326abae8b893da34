"""The signed-in frame around nothing: the floor of every page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from escalation_site.urls import urlpatterns as product


@login_required
def shell(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html")


urlpatterns = [path("bench/shell/", shell), *product]
