"""The pages for the public that stand ready, and those that are on."""

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from accounts.rights import check_can
from oncall.access.brands import Person, visible_brands
from oncall.models import Showing, StatementPage


def visible_statement_pages(person: Person) -> QuerySet[StatementPage]:
    """Each with whether the public reads it now, as ``is_on``."""
    on = Showing.objects.on().filter(page=OuterRef("pk"))
    rows = StatementPage.objects.filter(brand__in=visible_brands(person), is_retired=False)
    return rows.select_related("brand", "written_by").annotate(is_on=Exists(on))


def statement_page_to_edit(person: Person, pk: int) -> StatementPage:
    """Raises NotAllowed when this person may look and not edit."""
    page = get_object_or_404(visible_statement_pages(person), pk=pk)
    check_can(person, "manage_oncall", page.brand)
    return page


def page_on_at(address: str) -> Showing:
    """For anybody: what is on at this address. Raises Http404 for all others, as if there were none."""
    rows = Showing.objects.on().select_related("page__brand", "incident")
    return get_object_or_404(rows, page__address=address)
