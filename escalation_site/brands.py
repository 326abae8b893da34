"""Which brand a person looks at: chosen in the top bar, kept in their session, spelled out in addresses.

A page about one brand says so in its address (``?brand=``), so that a link can be shared and a form opened in one tab
goes where it was opened for, whatever is chosen in another.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import Brand, User
from accounts.rights import brands_with

KEPT = "brand"
NARROWED = ("/inbox/", "/playbook/")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class BrandMiddleware:
    """Leads from a list without a brand to the same list with the one that was chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_narrowed(request) and (slug := remembered(request)) and _may_see(request, slug):
            address = request.GET.copy()
            address["brand"] = slug
            return redirect(f"{request.path}?{address.urlencode()}")
        return self.get_response(request)


def remember(request: HttpRequest, slug: str) -> None:
    """Keep the choice until they sign out; an empty one is all brands."""
    request.session[KEPT] = slug


def remembered(request: HttpRequest) -> str:
    """The brand that was chosen last, or nothing."""
    slug: str = request.session.get(KEPT, "")
    return slug


def visible_brands(user: User) -> list[Brand]:
    """The active brands this person may see, by name."""
    return list(Brand.objects.filter(pk__in=brands_with(user, "see_brand"), is_active=True))


def _is_narrowed(request: HttpRequest) -> bool:
    """A list that can be narrowed, asked for as a page and without saying of which brand. One thing's page has its
    number in the address."""
    is_list = request.path.startswith(NARROWED) and not any(letter.isdigit() for letter in request.path)
    return is_list and request.method == "GET" and "brand" not in request.GET and "HX-Request" not in request.headers


def _may_see(request: HttpRequest, slug: str) -> bool:
    user = request.user
    return isinstance(user, User) and any(brand.slug == slug for brand in visible_brands(user))
