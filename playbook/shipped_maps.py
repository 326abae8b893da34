"""The maps that ship, to begin one with."""

from functools import lru_cache

from playbook.content.reading import read
from playbook.maps.shape import normal_map
from playbook.sheets import Sheet
from playbook.whole.document import Entry, maps_in


@lru_cache(maxsize=1)
def shipped_maps() -> dict[str, Entry]:
    """By slug, in their order."""
    return {entry["slug"]: normal_map(entry) for entry in read().maps}


def sources_for(sheet: Sheet) -> dict[str, Entry]:
    """What a copy may begin with: the brand's own maps as the draft has them, then those that ship and it lacks."""
    own = {entry["slug"]: entry for entry in maps_in(sheet.document)}
    return own | {slug: entry for slug, entry in shipped_maps().items() if slug not in own}
