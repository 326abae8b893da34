"""Finding an interaction by its reference, or by the beginning of its author's handle or name. Each uses an index."""

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from interactions.models import Contact, Interaction

MOST_CONTACTS = 50
MOST_FOUND = 25
_REFERENCE = re.compile(r"#?(\d{1,18})")


def found(words: str, brand_ids: Iterable[int], visible: QuerySet[Interaction]) -> list[int]:
    """Ids of the visible interactions that the words name, the newest first."""
    words = words.strip()
    if reference := _REFERENCE.fullmatch(words):
        return list(visible.filter(pk=int(reference[1])).values_list("pk", flat=True))
    if not words.strip("@"):
        return []
    begun = Contact.objects.annotate(begin_handle=Lower("handle"), begin_name=Lower("name")).filter(
        brand__in=list(brand_ids)
    )
    contacts: set[int] = set()
    for prefix in {words.lower(), f"@{words.lower().lstrip('@')}"}:
        contacts.update(_ids(begun.filter(_begins("begin_handle", prefix))))
    contacts.update(_ids(begun.filter(_begins("begin_name", words.lower()))))
    by_them = visible.filter(contact_id__in=sorted(contacts)[:MOST_CONTACTS])
    return list(by_them.order_by("-id").values_list("pk", flat=True)[:MOST_FOUND])


def _ids(rows: QuerySet[Contact]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:MOST_CONTACTS])


def _begins(column: str, prefix: str) -> Q:
    """What the index of this engine answers: a pattern on PostgreSQL, a range on SQLite."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": prefix})
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": f"{prefix}\U0010ffff"})
