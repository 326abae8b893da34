"""A person's own ways of being reached."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from oncall import links
from oncall.models import ContactMethod, QuietHours
from oncall.rota import ACTIVE


def own_methods(person: User) -> QuerySet[ContactMethod]:
    """Each with whether a colleague is reached by the same address, as ``is_shared``."""
    others = ContactMethod.objects.exclude(user=person).filter(kind=OuterRef("kind"), address=OuterRef("address"))
    rows = ContactMethod.objects.filter(user=person).select_related("gateway").annotate(is_shared=Exists(others))
    return rows.order_by("wait_for", "pk")


def own_quiet_hours(person: User) -> QuietHours | None:
    return QuietHours.objects.filter(user=person).first()


def own_method(person: User, pk: int) -> ContactMethod:
    return get_object_or_404(own_methods(person), pk=pk)


def tried_method(token: str) -> tuple[User, ContactMethod | None, bool]:
    """Of a test page's link: whose it is, the method it tries (None: the sign-in address), and if it is too old."""
    try:
        link = links.read_test(token)
    except links.Forged as forged:
        raise Http404 from forged
    person = get_object_or_404(ACTIVE, pk=link.user_id)
    method = ContactMethod.objects.filter(user=person, pk=link.about_id).first()
    if method is None and link.about_id:
        raise Http404
    return person, method, link.is_expired
