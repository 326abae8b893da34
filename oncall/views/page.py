"""A page, opened from its link at 3 a.m. Looking changes nothing: previews and scanners open links too."""

import contextlib
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Conflict
from oncall import access, actions
from oncall.case import case_for
from oncall.local import as_seen_by
from oncall.models import Alert


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the alert to the link's person, POST takes it. Somebody who was slower reads who has it."""
    visit = access.visit(request.user, token)
    if visit is None:
        return redirect_to_login(request.path)
    if request.method == "POST":
        with contextlib.suppress(Conflict):
            actions.acknowledge(visit.alert, by=visit.person)
        return redirect(request.path)
    with as_seen_by(visit.person):
        return render(request, "oncall/page.html", {"case": case_for(visit), "token": token})


@never_cache
@require_POST
def pass_on(request: HttpRequest, token: str) -> HttpResponse:
    """“I can't”: the next is paged now."""
    visit = access.visit(request.user, token)
    if visit is None:
        return redirect_to_login(request.path.removesuffix("pass-on/"))
    with contextlib.suppress(Conflict):
        actions.pass_on(visit.alert, by=visit.person)
    return redirect("page", token=token)


@never_cache
@require_POST
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has it asks somebody by name, who must accept."""
    visit = access.visit(request.user, token)
    if visit is None:
        return redirect_to_login(request.path.removesuffix("hand-over/"))
    to = access.taker(visit.alert, request.POST.get("to", ""))
    actions.hand_over(visit.alert, by=visit.person, to=to)
    return redirect("page", token=token)


@never_cache
@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    return _answer_hand_over(request, token, "accept/", actions.accept)


@never_cache
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    return _answer_hand_over(request, token, "decline/", actions.decline)


def _answer_hand_over(request: HttpRequest, token: str, verb: str, answer: Callable[..., Alert]) -> HttpResponse:
    """Too late, and the page says who has it."""
    visit = access.visit(request.user, token)
    if visit is None:
        return redirect_to_login(request.path.removesuffix(verb))
    with contextlib.suppress(Conflict):
        answer(visit.alert, by=visit.person)
    return redirect("page", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: HttpRequest, token: str) -> HttpResponse:
    """A test page: GET says what it is, POST confirms that it arrived."""
    person, method, is_expired = access.tried_method(token)
    if request.method == "POST" and method is not None and not is_expired:
        actions.confirm_method(method, by=person)
        return redirect(request.path)
    with as_seen_by(person):
        shown = {"person": person, "method": method, "is_expired": is_expired}
        return render(request, "oncall/test_page.html", shown)
