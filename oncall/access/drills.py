"""Drills, for everybody who sees the brand."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Brand
from accounts.rights import brands_with
from oncall.access.brands import Person, visible_brands
from oncall.models import Drill


def visible_drills(person: Person) -> QuerySet[Drill]:
    """The newest first."""
    rows = Drill.objects.filter(brand__in=brands_with(person, "see_brand"))
    return rows.select_related("brand", "topic", "interaction__channel", "started_by", "ended_by")


def drill_for(person: Person, pk: int) -> Drill:
    return get_object_or_404(visible_drills(person), pk=pk)


def brand_of(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first one this person sees. Raises Http404."""
    seen = visible_brands(person)
    return get_object_or_404(seen, slug=slug) if slug else get_object_or_404(seen.order_by("name")[:1])
