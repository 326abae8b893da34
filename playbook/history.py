"""A brand's versions, newest first, paged by key."""

from dataclasses import dataclass

from accounts.models import Brand
from playbook.models import TaxonomyVersion
from playbook.whole.comparing import Change, compare
from playbook.whole.document import Entry

PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """``before``: the key that the next page begins behind, if there is one."""

    rows: list[TaxonomyVersion]
    before: int | None


def history(brand: Brand, before: str | None = None) -> Page:
    """A page of versions without their documents; one query."""
    rows = TaxonomyVersion.objects.filter(brand=brand).select_related("author", "saved_by", "asker", "publisher")
    if before and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    page = found[:PAGE]
    return Page(page, page[-1].pk if len(found) > PAGE else None)


def predecessor(version: TaxonomyVersion, number: str | None = None) -> TaxonomyVersion | None:
    """What to compare it with: the version of this number, else the one in force before it."""
    were = TaxonomyVersion.objects.that_were().filter(brand=version.brand_id).exclude(pk=version.pk)
    if number and number.isdecimal() and len(number) < 10:
        return were.filter(number=int(number)).first()
    if version.published_at is None:
        return were.filter(state=TaxonomyVersion.State.PUBLISHED).first()
    return were.filter(playbook_version__lte=version.playbook_version, pk__lt=version.pk).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Turn:
    """A version that changed one topic, and how."""

    version: TaxonomyVersion
    change: Change


def turns_of(brand: Brand, slug: str) -> list[Turn]:
    """What the newest versions that were in force changed of a topic, the newest first. One query."""
    were = TaxonomyVersion.objects.that_were().filter(brand=brand).select_related("saved_by", "asker", "publisher")
    rows = list(were.order_by("-playbook_version", "-pk")[: PAGE + 1])
    found = []
    for newer, older in zip(rows, [*rows[1:], None], strict=True):
        if older is None and len(rows) > PAGE:
            break  # what it changed stands in one that was not read
        before, after = ({"topics": _only(version, slug), "checklist": []} for version in (older, newer))
        found += [Turn(newer, change) for change in compare(before, after)]
    return found


def _only(version: TaxonomyVersion | None, slug: str) -> list[Entry]:
    return [entry for entry in version.document["topics"] if entry["slug"] == slug] if version else []
