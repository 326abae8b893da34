"""The brands whose on-call one sees or manages."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.rights import brands_with, check_can

Person = User | AnonymousUser


def visible_brands(person: Person) -> QuerySet[Brand]:
    return Brand.objects.filter(pk__in=brands_with(person, "see_brand"), is_active=True)


def editable_brands(person: Person) -> QuerySet[Brand]:
    return Brand.objects.filter(pk__in=brands_with(person, "manage_oncall"), is_active=True)


def brand_to_edit(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first one whose on-call this person manages. Raises NotAllowed, Http404."""
    seen = visible_brands(person)
    brand = (seen.filter(slug=slug) if slug else editable_brands(person) or seen).first()
    if brand is None:
        raise Http404(_("There is no such brand for you."))
    check_can(person, "manage_oncall", brand)
    return brand
