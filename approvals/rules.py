"""The rules in force for a brand, read once for each version."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from approvals.models import SignOffPolicy, SignOffRule
from approvals.policy import OWN_TEAM, Ask, Rule
from approvals.sentences import Names, named

SHIPPED_VERSION = 1


def shipped() -> tuple[Rule, ...]:
    """The rules of a brand that has written none: yellow asks for one name, red for two, green for nobody."""
    return (
        named(Rule("", (Ask(OWN_TEAM, 1),), levels=frozenset({"yellow"}))),
        named(Rule("", (Ask(OWN_TEAM, 2),), levels=frozenset({"red"}))),
    )


def in_force(brand_id: int) -> tuple[int, tuple[Rule, ...]]:
    """The version of the brand's policy and its rules, with those that still hold for whoever took them out; the
    shipped ones while it has written none. One small query, and a few more after each edit.

    Not to be asked inside an edit: what is read is kept under the version."""
    found = SignOffPolicy.objects.filter(brand=brand_id).values_list("pk", "version", "changed_at").first()
    if found is None:
        return SHIPPED_VERSION, shipped()
    pk, version, changed_at = found
    return version, _rules(pk, version, changed_at)


def names_in(rows: Iterable[SignOffRule]) -> Names:
    """What the ids in these rows stand for; their relations have been fetched."""
    every = list(rows)
    people = {person.pk: str(person) for row in every for person in row.authors.all()}
    people |= {row.taken_out_by_id: str(row.taken_out_by) for row in every if row.taken_out_by_id}
    return Names(
        teams={step.team_id: str(step.team) for row in every for step in row.steps.all() if step.team_id},
        topics={topic.pk: str(topic) for row in every for topic in row.topics.all()},
        channels={channel.pk: str(channel) for row in every for channel in row.channels.all()},
        people=people,
    )


@lru_cache(maxsize=256)
def _rules(pk: int, version: int, changed_at: datetime) -> tuple[Rule, ...]:
    """Version and time name what these rows hold: every edit raises both in its own transaction."""
    del version, changed_at
    rows = list(SignOffRule.objects.filter(policy=pk).counting().with_everything())
    names = names_in(rows)
    return tuple(named(row.as_rule(), names) for row in rows)
