"""Which words of a library fit a message, best first."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q

from playbook.models import Topic, Words

_OWN, _SAME_ROOT, _BRANDS, _OTHER = range(4)


def best_first(
    usable: Any, topics: Collection[Topic], language: str, *, network: str = "", team_id: int | None = None
) -> list[Any]:
    """The rows of ``usable`` that fit, in the order that ``current.templates_for`` promises. One query."""
    of_row = {f"{usable.model._meta.model_name}_id": OuterRef("pk")}
    its_topics = usable.model.topics.through.objects.filter(topic_id__in=[topic.pk for topic in topics], **of_row)
    its_teams = usable.model.teams.through.objects.filter(**of_row)
    found = usable.annotate(is_of_topic=Exists(its_topics), is_of_team=Exists(its_teams)).filter(
        Q(is_of_topic=True) | Q(area__in={topic.area for topic in topics})
    )
    if team_id is not None:
        found = found.filter(Q(is_of_team=False) | Exists(its_teams.filter(team_id=team_id)))
    rows = [words for words in found.select_related("brand") if not network or network in (words.networks or [network])]
    ranks = {words.pk: _language_rank(words, language) for words in rows}
    near = [words for words in rows if ranks[words.pk] < _OTHER]
    return sorted(near or rows, key=lambda words: (ranks[words.pk], *_narrowness(words), words.name))


def _language_rank(words: Words, language: str) -> int:
    if words.language == language:
        return _OWN
    if language and _root(words.language) == _root(language):
        return _SAME_ROOT
    return _BRANDS if words.language == words.brand.language else _OTHER


def _root(language: str) -> str:
    return language.partition("-")[0].lower()


def _narrowness(words: Any) -> tuple[bool, bool]:
    """What was written for exactly this stands before what is for more; False sorts first."""
    return not words.is_of_topic, not (words.networks or words.is_of_team)
