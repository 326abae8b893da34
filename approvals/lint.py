"""What an admin should know about a sign-off policy before it bites: warnings, never refusals. Pure."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from approvals.policy import EVERYBODY, LEVELS, OWN_TEAM, Ask, Facts, Hand, Rule, decide
from approvals.sentences import NOBODY, Names, any_of, in_words
from playbook.models import Level

Limit = TypeVar("Limit", float, Decimal)


@dataclass(frozen=True, slots=True)
class House:
    """The company the rules are for. ``approvers``: who may approve for each team; ``homes``: teams that answer on a
    channel; ``topics``: the level of each topic in use; ``channels``: those in use; ``writers``: who may draft."""

    approvers: Mapping[int, frozenset[int]]
    homes: frozenset[int]
    topics: Mapping[int, str]
    channels: frozenset[int]
    writers: frozenset[int]
    names: Names = field(default=NOBODY)


def warnings(rules: Sequence[Rule], house: House) -> list[list[str]]:
    """The warnings about each of these rules, in their order; those in force are compared with one another."""
    return [
        [*_of_nobody(rule, house), *(list(_of_never(rule, house)) or _of_others(place, rules, house.names))]
        for place, rule in enumerate(rules)
    ]


def covers(other: Rule, rule: Rule) -> bool:
    """Whether ``other`` matches wherever ``rule`` does, and asks each team for as many names or more."""
    return _is_as_wide(other, rule) and all(
        any(wanted.team == ask.team and _reaches(wanted.needed, ask.needed) for wanted in other.asks)
        for ask in rule.asks
    )


def _reaches(needed: int, other: int) -> bool:
    return needed == EVERYBODY or (other != EVERYBODY and needed >= other)


def _is_as_wide(other: Rule, rule: Rule) -> bool:
    sets = ("levels", "topics", "channels", "authors", "contacts")
    pairs = [(getattr(other, name), getattr(rule, name)) for name in sets]
    return (
        all(not wide or (narrow and narrow <= wide) for wide, narrow in pairs)
        and other.min_followers <= rule.min_followers
        and (other.is_public is None or other.is_public == rule.is_public)
        and _is_at_least(rule.over_departure, other.over_departure)
        and _is_at_least(rule.over_amount, other.over_amount)
        and _is_at_least(rule.spared_up_to, other.spared_up_to)
        and (not other.taken_out_by or other.taken_out_by == rule.taken_out_by)
    )


def _is_at_least(limit: Limit | None, other: Limit | None) -> bool:
    """What is above this limit is above the other one; no limit is below all of them."""
    return other is None or (limit is not None and limit >= other)


def _of_nobody(rule: Rule, house: House) -> Iterator[str]:
    """Steps that cannot be signed, or hang on one person."""
    names = house.names
    asked = {team for ask in rule.asks for team in _teams(ask, house)}
    for team in sorted(asked, key=lambda pk: names.teams.get(pk, "")):
        who, most = house.approvers.get(team, frozenset()), max(_needed(rule, team))
        words = {"team": names.teams.get(team, f"#{team}"), "n": most}
        if not who:
            yield _("Nobody may approve for %(team)s, so this can never be signed.") % words
        elif len(who) < most:
            yield _("It asks %(n)d people of %(team)s, and fewer may approve there.") % words
        elif len(who) == 1:
            yield _("Only %(who)s may approve for %(team)s: while they are away, it waits.") % (
                words | {"who": names.people.get(min(who), "")}
            )
        elif most != EVERYBODY and _is_short_of_authors(who, most, rule, house):
            yield _("When one of the people who may approve for %(team)s writes the text, too few are left.") % words
    if all(house.approvers.get(team) for team in asked) and not _can_all_sign(rule, house):
        yield _("Everybody signs a text once, and these teams share too few people for all steps.")


def _is_short_of_authors(who: frozenset[int], needed: int, rule: Rule, house: House) -> bool:
    writing = who & (rule.authors or house.writers)
    return bool(writing) and len(who) - 1 < needed


def _teams(ask: Ask, house: House) -> Collection[int]:
    return house.homes if ask.team == OWN_TEAM else {ask.team}


def _needed(rule: Rule, team: int) -> list[int]:
    return [1 if ask.needed == EVERYBODY else ask.needed for ask in rule.asks if ask.team in {team, OWN_TEAM}]


def _can_all_sign(rule: Rule, house: House) -> bool:
    """Whether people enough stand behind every choice of its steps, for each team whose conversation it may be."""
    for home in house.homes or {OWN_TEAM}:
        steps = [
            (house.approvers.get(home if ask.team == OWN_TEAM else ask.team, frozenset()), max(ask.needed, 1))
            for ask in rule.asks
        ]
        for number in range(2, len(steps) + 1):
            for some in itertools.combinations(steps, number):
                if len(frozenset().union(*(who for who, _n in some))) < sum(needed for _who, needed in some):
                    return False
    return True


def _of_never(rule: Rule, house: House) -> Iterator[str]:
    """Conditions that nothing meets."""
    names = house.names
    if rule.topics and not rule.topics & house.topics.keys():
        yield _("It never matches: %(topics)s is retired.") % {"topics": any_of(rule.topics, names.topics)}
    elif rule.topics and rule.levels and _is_below_topics(rule, house):
        yield _("It never matches: its topics are stricter than its flags, and the strictest flag counts.")
    if rule.channels and not rule.channels & house.channels:
        yield _("It never matches: %(channels)s is not in use.") % {"channels": any_of(rule.channels, names.channels)}
    if rule.authors and not rule.authors & house.writers:
        yield _("It never matches: %(people)s may not draft here.") % {"people": any_of(rule.authors, names.people)}
    if rule.over_departure is not None and max(rule.over_departure, rule.spared_up_to or 0.0) >= 1.0:
        yield _("It never matches: no text changes more than 100 %% of its template.") % {}


def _is_below_topics(rule: Rule, house: House) -> bool:
    mildest = min(LEVELS.index(house.topics[topic]) for topic in rule.topics & house.topics.keys())
    return max(LEVELS.index(level) for level in rule.levels) < mildest


def _of_others(place: int, rules: Sequence[Rule], names: Names) -> list[str]:
    return [*_of_levels(rules[place], rules), *_of_cover(place, rules, names)]


def _of_levels(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """A milder flag that asks for more than a stricter one."""
    for milder, stricter in itertools.combinations(LEVELS, 2):
        if milder in rule.levels and stricter not in rule.levels:
            here, there = decide(_witness(rule, milder), rules), decide(_witness(rule, stricter), rules)
            at_most = {ask.team: ask.needed for ask in there.asks}
            if any(not _reaches(at_most.get(ask.team, 0), ask.needed) for ask in here.asks if ask in rule.asks):
                words = {"milder": Level(milder).label, "stricter": Level(stricter).label}
                yield _("%(milder)s asks for more here than %(stricter)s does.") % words
                return


def _witness(rule: Rule, level: str) -> Facts:
    """Facts that just meet every other condition of the rule, with this flag."""
    writer = rule.taken_out_by or min(rule.authors, default=0)
    above = None if rule.over_departure is None else min(1.0, rule.over_departure + 0.001)
    return Facts(
        level=level,
        hands=(Hand("", pk=writer), *(Hand("", pk=author) for author in rule.authors)),
        topics=rule.topics,
        channel=min(rule.channels, default=0),
        is_public=rule.is_public is not False,
        contact=rule.contacts,
        followers=rule.min_followers,
        departure=above,
        amount=rule.over_amount + 1 if rule.over_amount is not None else Decimal(0),
    )


def _of_cover(place: int, rules: Sequence[Rule], names: Names) -> Iterator[str]:
    """A rule that changes nothing, because another asks as much of the same answers; of two alike, the later one."""
    rule = rules[place]
    for other_place, other in enumerate(rules):
        if other_place != place and covers(other, rule) and (other_place < place or not covers(rule, other)):
            yield _("It changes nothing: “%(other)s” asks as much of the same answers.") % {
                "other": in_words(other, names)
            }
            return
