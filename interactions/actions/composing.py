"""Keeping what is being typed. No state, no event."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from connectors.bounds import storable
from interactions import checks
from interactions.models import Composing, Interaction
from interactions.placeholders import fill, fillings_in

LONGEST = 20_000
MOST_FIELDS = 40
LONGEST_FIELD = 500
MOST_CHOSEN = 60  # boxes of one name


@transaction.atomic
def compose(
    interaction: Interaction,
    *,
    by: User,
    text: str,
    fields: Mapping[str, Any] | None = None,
    seen_version: int | None = None,
) -> Composing:
    """Keep this person's unsent text with the rest of its form, the newest word winning over all their devices.

    ``seen_version`` is what the writing window knew. Where another window, or another start, wrote what stands there,
    that text is put aside and offered, so that nothing typed is lost. Without ``fields`` those that are kept stay. A
    text that was submitted already is not kept, the row comes back unsaved: a window that closes sends its last word
    after the form has gone. Raises NotAllowed.
    """
    checks.check_may(by, "draft", interaction)
    text = storable(text)[:LONGEST]
    kept = Composing.objects.select_for_update().filter(interaction=interaction, user=by).first()
    kept_fields = _bounded(fields) if fields is not None else dict(kept.fields) if kept else {}
    if kept is None:
        kept = Composing(interaction=interaction, user=by)
        files = kept_fields.get("attachments", [])
        is_empty = not text.strip() and not files
        if is_empty or _is_submitted(interaction, by, fill(text, fillings_in(kept_fields)), files):
            return kept
    elif (kept.text, kept.fields) == (text, kept_fields):
        return kept
    elif _takes_the_place(kept, text, kept_fields, seen_version):
        kept.put_aside = kept.text
    kept.text, kept.fields = text, kept_fields
    kept.version += 1
    kept.updated_at = timezone.now()
    _save(kept)
    return kept


def _takes_the_place(kept: Composing, text: str, fields: dict[str, Any], seen_version: int | None) -> bool:
    """Whether somebody would miss the words that stand there: written in another window, or before a new start."""
    if not kept.text.strip() or kept.text.strip() in text:
        return False
    is_of_another_window = seen_version is not None and seen_version != kept.version
    return is_of_another_window or fields.get("start", "") != kept.fields.get("start", "")


def _is_submitted(interaction: Interaction, by: User, text: str, files: Collection[str]) -> bool:
    last = interaction.drafts.filter(author=by).order_by("-number").first()
    return last is not None and last.text == text and {str(file.pk) for file in last.files} == set(files)


def _bounded(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {storable(name)[:60]: _bounded_value(value) for name, value in list(fields.items())[:MOST_FIELDS]}


def _bounded_value(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [storable(str(each))[:LONGEST_FIELD] for each in value[:MOST_CHOSEN]]
    return storable(str(value))[:LONGEST_FIELD]


def _save(kept: Composing) -> None:
    """Two windows may keep their first words at once: the later one joins the row that stands."""
    values = {name: getattr(kept, name) for name in ("text", "fields", "version", "put_aside", "updated_at")}
    Composing.objects.update_or_create(interaction=kept.interaction, user=kept.user, defaults=values)
