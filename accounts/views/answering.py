"""How pages of any room answer a person who signed in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User


def where_next(request: HttpRequest, otherwise: str) -> str:
    """The page that the form's ``next`` names, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise
