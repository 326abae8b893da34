"""Response maps in the draft: a copy to begin with, its words, its steps. They count once two admins published them."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.refusals import Conflict
from playbook.maps.editing import free, owners_in, step_of, with_step, without_step
from playbook.sheets import Sheet
from playbook.whole.document import Entry, maps_in
from playbook.writing import check_seen, put_map, put_map_first

_WORDS = ("name", "description", "source", "start")


def clone_map(*, by: User, brand: Brand, source: Entry, name: str) -> str:
    """Begin a map of the brand's own with another's questions; returns its slug. Raises Invalid where the copy could
    not be walked here, for want of a team or a topic."""
    taken = [each["slug"] for each in maps_in(Sheet(brand).document)]
    slug = free(slugify(name)[:50].strip("-") or "map", taken)

    def edited(old: Entry | None) -> Entry:
        if old is not None:
            raise Conflict(_("One of this name was begun a moment ago."))
        kept = {key: value for key, value in source.items() if key not in {"is_retired", "position"}}
        return {**kept, "slug": slug, "name": name.strip()[:120], "position": len(taken) + 1}

    put_map(brand, slug, edited, by=by)
    return slug


def save_map(*, by: User, brand: Brand, slug: str, words: dict[str, Any], seen: str = "") -> None:
    """Its name, what it is for, and where it begins. Raises Conflict when somebody changed them meanwhile."""

    def edited(old: Entry | None) -> Entry:
        entry = _known(old)
        check_seen({key: entry.get(key, "") for key in _WORDS}, seen)
        return {**entry, **{key: words[key] for key in _WORDS if key in words}}

    put_map(brand, slug, edited, by=by)


def move_map_first(*, by: User, brand: Brand, slug: str) -> None:
    """Make it the one that is walked where nobody chooses another."""
    put_map_first(brand, slug, by=by)


def save_step(*, by: User, brand: Brand, slug: str, part: str, step: Entry, seen: str = "") -> None:
    """Keep a question or a leaf. Raises Invalid for a dead end, a circle, a leaf without action, owner or time, and
    Conflict when somebody changed the step meanwhile."""

    def edited(old: Entry | None) -> Entry:
        entry = _known(old)
        check_seen(step_of(entry, step["key"]), seen)
        return with_step(entry, part, step)

    put_map(brand, slug, edited, by=by)


def save_owners(*, by: User, brand: Brand, slug: str, owners: dict[str, str], seen: str = "") -> None:
    """Which team each end is for, by its key; an empty name leaves it to the end's topics.

    Raises Conflict when somebody changed one of them meanwhile.
    """

    def edited(old: Entry | None) -> Entry:
        entry = _known(old)
        check_seen(owners_in(entry), seen)
        leaves = [
            {**leaf, "owner_team": owners.get(leaf["key"], leaf.get("owner_team", ""))}
            for leaf in entry.get("leaves", ())
        ]
        return {**entry, "leaves": leaves}

    put_map(brand, slug, edited, by=by)


def remove_step(*, by: User, brand: Brand, slug: str, key: str) -> None:
    """Take a step out. Raises Invalid while an answer leads there."""

    def edited(old: Entry | None) -> Entry:
        entry = _known(old)
        if step_of(entry, key) is None:
            raise Conflict(_("This was done a moment ago."))
        return without_step(entry, key)

    put_map(brand, slug, edited, by=by)


def _known(old: Entry | None) -> Entry:
    if old is None:
        raise Conflict(_("The draft no longer has it."))
    return old
