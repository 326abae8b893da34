"""How every edit of a playbook goes: the right, one transaction, the next version, what changed, the record."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.rights import check_can
from audit.record import record
from playbook.models import Playbook

_NOT_COMPARED = {"id", "version"}
_WORDS = {
    "topic": "topic",
    "rule": "rule",
    "plan": "plan",
    "responsetemplate": "template",
    "holdingmessage": "holding_message",
    "checklistitem": "checklist_item",
    "crisiscontact": "crisis_contact",
    "responsemap": "map",
    "training": "training",
    "houserule": "house_rule",
}


@contextmanager
def editing(brand: Brand, by: Actor) -> Iterator[Playbook]:
    """A transaction that holds the brand's playbook alone and leaves it one version higher.

    Raises NotAllowed when the person may not edit the playbook. The product itself (loading, demo) may.
    """
    if isinstance(by, User):
        check_can(by, "edit_playbook", brand)
    with holding(brand) as playbook:
        playbook.version += 1
        playbook.save()
        yield playbook


@contextmanager
def holding(brand: Brand) -> Iterator[Playbook]:
    """The same without a new version: for what waits to be decided and counts for nothing yet. The caller checks."""
    with transaction.atomic():
        Playbook.objects.get_or_create(brand=brand)
        yield Playbook.objects.select_for_update().get(brand=brand)


def note(
    name: str,
    *,
    by: Actor,
    thing: models.Model,
    playbook: Playbook,
    details: dict[str, Any] | None = None,
    **facts: int,
) -> None:
    """Write the edit into the record, with the version it made or found."""
    facts |= {"version": playbook.version, thing._meta.model_name or "entry": thing.pk}
    record(f"playbook.{name}", by=by, subject=thing, brand=playbook.brand_id, facts=facts, details=details)


def word_for(thing: models.Model) -> str:
    """What events call it."""
    return _WORDS[thing._meta.model_name or ""]


def values_of(thing: models.Model) -> dict[str, Any]:
    """Its fields as they can be written down."""
    fields = [field for field in thing._meta.concrete_fields if field.name not in _NOT_COMPARED]
    return {field.name: _plain(field.value_from_object(thing)) for field in fields}


def changes(thing: models.Model) -> dict[str, dict[str, Any]]:
    """What differs from the row in the database: field, before, after. Everything when there is no row yet."""
    after = values_of(thing)
    stored = type(thing)._default_manager.filter(pk=thing.pk).first() if thing.pk else None
    before = values_of(stored) if stored else {}
    return {
        name: {"before": before.get(name), "after": value} for name, value in after.items() if before.get(name) != value
    }


def difference(thing: Any, name: str, chosen: Collection[Any]) -> dict[str, dict[str, Any]]:
    """The same for what it is joined to by ``name``, as slugs; nothing when that stays."""
    before = sorted(getattr(thing, name).values_list("slug", flat=True)) if thing.pk else []
    after = sorted(row.slug for row in chosen)
    return {name: {"before": before, "after": after}} if before != after else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)
