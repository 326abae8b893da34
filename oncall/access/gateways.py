"""The services that carry pages to chats and phones."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Brand
from accounts.rights import brands_with, check_can
from oncall.access.brands import Person, visible_brands
from oncall.models import Gateway


def usable_gateways(person: Person) -> QuerySet[Gateway]:
    """Those that carry this person's own pages."""
    return Gateway.objects.filter(brand__in=visible_brands(person), is_active=True).select_related("brand")


def managed_gateways(person: Person) -> QuerySet[Gateway]:
    return Gateway.objects.filter(brand__in=brands_with(person, "manage_channels")).select_related("brand")


def gateway_to_switch(person: Person, pk: int) -> Gateway:
    """Raises NotAllowed when this person may see the brand and not manage its services."""
    seen = Gateway.objects.filter(brand__in=visible_brands(person)).select_related("brand")
    gateway = get_object_or_404(seen, pk=pk)
    check_can(person, "manage_channels", gateway.brand)
    return gateway


def brand_of_gateways(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first whose services this person manages. Raises NotAllowed, Http404."""
    seen = visible_brands(person)
    managed = seen.filter(pk__in=brands_with(person, "manage_channels"))
    brand = (seen.filter(slug=slug) if slug else managed or seen).first()
    if brand is None:
        raise Http404
    check_can(person, "manage_channels", brand)
    return brand
