"""What a file would do to a library: each of its rows beside the text of the same name, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, Team
from accounts.refusals import Invalid, Refusal
from playbook import checks
from playbook.exchange import Row, to_json
from playbook.models import Offer, Topic, Words

Outcome = Literal["added", "changed", "skipped", "wrong"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a row: which text it is about, and the sentence that says so."""

    row: Row
    outcome: Outcome
    sentence: str
    words: Words | None = None
    topics: Sequence[Topic] = ()
    teams: Sequence[Team] = ()


def plan(by: Actor, brand: Brand, model: type[Words], rows: Iterable[Row]) -> list[Planned]:
    """Every row with its outcome, in the file's order. Three queries, however many rows. Writes nothing."""
    rows = list(rows)
    known = {
        (words.name, words.language): words
        for words in model._default_manager.filter(brand=brand, name__in={row.name for row in rows}).select_related(
            "brand", "proposal__author"
        )
    }
    topics = {topic.slug: topic for topic in Topic.objects.live().filter(brand=brand)}
    teams = {team.slug: team for team in Team.objects.filter(brand=brand, is_active=True)}
    return [_planned(by, brand, model, row, known, topics, teams) for row in rows]


def rows_of(model: type[Words], brand: Brand) -> list[Row]:
    """The library as a file holds it: the words in use, or the proposed ones while there are none."""
    kept = model._default_manager.filter(brand=brand, is_retired=False).select_related("proposal")
    return [
        Row(
            name=words.name,
            language=words.language,
            text=words.shown_text,
            topics=tuple(topic.slug for topic in words.topics.all()),
            area=words.area,
            networks=tuple(words.networks),
            teams=tuple(team.slug for team in words.teams.all()),
            offers=tuple(words.offers),
            review_by=words.review_by,
            expires_on=words.expires_on,
        )
        for words in kept.prefetch_related("topics", "teams").order_by("name", "language")
        if words.shown_text
    ]


def summary(planned: Sequence[Planned]) -> dict[str, Any]:
    """How many rows have which outcome, and those that would be taken in, as JSON to be sent again."""
    numbers = Counter(each.outcome for each in planned)
    taken = [each.row for each in planned if each.words is not None]
    return {"numbers": dict(numbers), "content": to_json(taken) if taken else ""}


def _planned(  # noqa: PLR0917 - private
    by: Actor, brand: Brand, model: Any, row: Row, known: dict[Any, Any], topics: dict[str, Any], teams: dict[str, Any]
) -> Planned:
    language = row.language or brand.language
    words = known.get((row.name, language))
    try:
        if words is not None:
            return _change(by, words, row)
        fresh = _fresh(brand, model, row, language)
        chosen = _found(row.topics, topics, _("topic")), _found(row.teams, teams, _("team"))
    except Refusal as refusal:
        return Planned(row, "wrong", str(refusal))
    return Planned(row, "added", _("New; it waits to be approved."), fresh, *chosen)


def _change(by: Actor, words: Any, row: Row) -> Planned:
    checks.check_wording(words, row.text)
    if words.is_retired:
        return Planned(row, "skipped", _("A text of this name is retired. Restore it first."))
    if row.text == (words.proposal.text if words.proposal else words.text):
        return Planned(row, "skipped", _("The words are the same."))
    if sentence := checks.why_not(checks.check_replaceable, words, by):
        return Planned(row, "skipped", sentence)
    if words.proposal:
        return Planned(row, "changed", _("Takes the place of the version that waits to be approved."), words)
    return Planned(row, "changed", _("A new version; it waits to be approved, the one in use stays."), words)


def _fresh(brand: Brand, model: Any, row: Row, language: str) -> Words:
    words: Words = model(
        brand=brand,
        name=row.name,
        language=language,
        area=row.area,
        networks=list(row.networks),
        offers=list(row.offers),
        review_by=row.review_by,
        expires_on=row.expires_on,
    )
    checks.check_wording(words, row.text)
    if not set(row.offers) <= set(Offer.values):
        raise Invalid(_("What it offers is one of %(names)s.") % _names(Offer.values))
    try:
        words.clean_fields(exclude={field.name for field in model._meta.fields} - {"name", "language", "area"})
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    return words


def _found(slugs: Iterable[str], known: dict[str, Any], kind: str) -> list[Any]:
    if missing := [slug for slug in slugs if slug not in known]:
        raise Invalid(_("There is no %(kind)s %(names)s in this brand.") % ({"kind": kind} | _names(missing)))
    return [known[slug] for slug in slugs]


def _names(names: Iterable[str]) -> dict[str, str]:
    return {"names": ", ".join(names)[:200]}
