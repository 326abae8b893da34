"""Response maps between rows and documents, and whether they can be walked in the document they are part of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Brand, Team
from accounts.refusals import Invalid
from playbook.maps.known import Known, known_of
from playbook.maps.shape import MAP, map_of, normal_map
from playbook.maps.troubles import troubles
from playbook.models import ResponseMap

Document = dict[str, Any]
Entry = dict[str, Any]


def map_entry(row: ResponseMap) -> Entry:
    """A map's row as an entry."""
    return normal_map({name: getattr(row, name) for name in MAP})


def map_entries(brand_id: int) -> list[Entry]:
    """The brand's maps as they stand."""
    return [map_entry(row) for row in ResponseMap.objects.filter(brand=brand_id)]


def map_rows(brand: Brand, entries: Iterable[Entry]) -> dict[str, ResponseMap]:
    """The entries over the brand's rows, by slug; what is new has no key. One query."""
    known = {row.slug: row for row in ResponseMap.objects.filter(brand=brand)}
    rows = {}
    for entry in entries:
        row = rows[entry["slug"]] = known.get(entry["slug"]) or ResponseMap(brand=brand)
        for name, default in MAP.items():
            setattr(row, name, entry.get(name, default))
        row.brand = brand
    return rows


def known_in(document: Document, brand_id: int) -> Known:
    """The document's topics and the brand's teams. One query."""
    teams = Team.objects.filter(brand=brand_id, is_active=True).values_list("slug", flat=True)
    return known_of(document["topics"], frozenset(teams))


def sentences_of(entry: Entry, known: Known) -> list[str]:
    """What is wrong with it, each with the map and the step."""
    steps = {**map_of(entry).questions, **map_of(entry).leaves}
    return [_sentence(entry, steps, trouble.key, trouble.sentence) for trouble in troubles(entry, known)]


def check_maps(document: Document, standing: Document, brand_id: int) -> None:
    """No map in use is worse than it stands: what was loaded before its teams were there keeps nobody from editing.
    Raises Invalid with what is wrong."""
    known = known_in(document, brand_id)
    before = {each for entry in _live(standing) for each in sentences_of(entry, known_in(standing, brand_id))}
    for entry in _live(document):
        if new := [sentence for sentence in sentences_of(entry, known) if sentence not in before]:
            raise Invalid(" ".join(new[:3]))


def _live(document: Document) -> list[Entry]:
    return [entry for entry in document.get("maps", ()) if not entry.get("is_retired")]


def _sentence(entry: Entry, steps: Mapping[str, Any], key: str, sentence: str) -> str:
    step = steps.get(key)
    said = getattr(step, "title", "") or getattr(step, "question", "") or key
    place = f"{entry.get('name', '')}, {said}" if said else entry.get("name", "")
    return _("%(place)s: %(sentence)s") % {"place": place, "sentence": sentence}
