"""How this room answers: one page for list and review, shown as it is and shown again with a refusal."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.models import User
from accounts.refusals import Refusal
from approvals import access
from approvals.paging import Place
from approvals.showing import list_shown, next_shown, review_shown
from interactions.models import Draft


class SignedInRequest(HttpRequest):
    user: User


def tab_of(request: SignedInRequest) -> str:
    """The tab asked for; without one the drafts to sign."""
    asked = request.GET.get("tab", "")
    return asked if asked in access.TABS else access.TABS[0]


def sent(request: SignedInRequest) -> QueryDict | None:
    """What a form was filled with; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def show(
    request: SignedInRequest,
    draft: Draft | None,
    *,
    pane: str = "detail",
    form: Form | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    page: access.Page | None = None,
) -> HttpResponse:
    """The list with this draft beside it; ``pane`` is what a phone shows of the two, ``page`` the list if it is read
    already."""
    shown: dict[str, Any] = {"pane": pane, "form": form, "refusal": refusal}
    page, tab = page or page_of(request), tab_of(request)
    shown |= list_shown(request.user, tab, page)
    if draft is not None:
        shown |= review_shown(request.user, draft, request.GET.get("compare", ""))
        shown["next"] = next_shown(request.user, draft, tab, page)
    return render(request, "approvals/review.html", shown, status=refusal.status if refusal else status)


def page_of(request: SignedInRequest) -> access.Page:
    """The stretch of the list that the address asks for."""
    after, before = Place.read(request.GET.get("after")), Place.read(request.GET.get("before"))
    return access.page(request.user, tab_of(request), after=after, before=before)


def go_on(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The next draft to sign, or the empty list that says there is none."""
    following = access.next_after(request.user, draft)
    return redirect("approvals:review", following.pk) if following else redirect("approvals:queue")
