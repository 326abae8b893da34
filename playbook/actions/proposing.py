"""Proposing a text and its next versions, and saying what it fits. Nothing here puts words into use."""

from collections.abc import Collection
from typing import Any, TypeVar

from accounts.actors import Actor, person_or_none
from accounts.models import Team, User
from accounts.rights import check_can
from playbook import checks
from playbook.edits import changes, difference, editing, holding, note, word_for
from playbook.models import Topic, Words
from playbook.wordings import propose_wording

DETAILS = ("name", "area", "networks", "offers", "review_by", "expires_on")
Kept = TypeVar("Kept", bound=Words)


def propose_new(
    *,
    by: Actor,
    words: Kept,
    text: str,
    note_of_author: str = "",
    topics: Collection[Topic] = (),
    teams: Collection[Team] = (),
) -> Kept:
    """Add a text that nobody has approved yet. Nobody is offered it before that."""
    checks.check_may_propose(by, words.brand)
    checks.check_wording(words, text)
    checks.check_of_brand(words.brand_id, topics, teams)
    with holding(words.brand) as playbook:
        checks.check_name_free(words)
        words.save()
        words.topics.set(topics)
        words.teams.set(teams)
        wording = propose_wording(words, text, author=person_or_none(by), note=note_of_author)
        details = {"text": text, "note": note_of_author, "fits": _scope(words)}
        note(f"{word_for(words)}_added", by=by, thing=words, playbook=playbook, details=details, number=wording.number)
    return words


def propose_change(*, by: Actor, words: Kept, text: str, note_of_author: str = "") -> Kept:
    """Propose the next version. The words in use stay in use until it is approved; a proposal that waits is replaced.

    The same words again leave no trace. Raises NotAllowed, Conflict while another's proposal waits, Invalid.
    """
    checks.check_may_propose(by, words.brand)
    checks.check_wording(words, text)
    with holding(words.brand) as playbook:
        current: Any = locked(words)
        checks.check_replaceable(current, by)
        if text == (current.proposal.text if current.proposal else current.text):
            return words
        wording = propose_wording(current, text, author=person_or_none(by), note=note_of_author)
        details = {"text": text, "note": note_of_author}
        note(
            f"{word_for(words)}_proposed", by=by, thing=words, playbook=playbook, details=details, number=wording.number
        )
    kept: Kept = current
    return kept


def change_details(
    *, by: Actor, words: Kept, topics: Collection[Topic] | None = None, teams: Collection[Team] | None = None
) -> Kept:
    """Keep its changed name, days and what it fits. The words and their names stay as they are."""
    checks.check_of_brand(words.brand_id, topics or (), teams or ())
    stored: Any = type(words)._default_manager.get(pk=words.pk)
    changed = {name: change for name, change in changes(words).items() if name in DETAILS}
    if topics is not None:
        changed |= difference(stored, "topics", topics)
    if teams is not None:
        changed |= difference(stored, "teams", teams)
    if not changed:
        if isinstance(by, User):
            check_can(by, "edit_playbook", words.brand)
        return words
    with editing(words.brand, by) as playbook:
        checks.check_name_free(words)
        words.save(update_fields=DETAILS)
        if topics is not None:
            words.topics.set(topics)
        if teams is not None:
            words.teams.set(teams)
        note(f"{word_for(words)}_changed", by=by, thing=words, playbook=playbook, details={"changes": changed})
    return words


def locked(words: Words) -> Words:
    """The row as it is now, held until the transaction ends."""
    row: Words = type(words)._default_manager.select_for_update().get(pk=words.pk)
    return row


def _scope(words: Words) -> dict[str, Any]:
    topics, teams = (sorted(getattr(words, name).values_list("slug", flat=True)) for name in ("topics", "teams"))
    return {"topics": topics, "area": words.area, "networks": words.networks, "teams": teams, "offers": words.offers}
