"""The rules of the sign-off policy in words: what each one asks, and why it did not match. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils import formats
from django.utils.functional import lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from approvals.policy import EVERYBODY, LEVELS, OWN_TEAM, Ask, Facts, Rule
from playbook.models import Level

MOST_NAMED = 4  # of a longer list the rest is counted
KINDS: dict[str, StrPromise] = {
    "press": gettext_lazy("press"),
    "verified": gettext_lazy("a verified account"),
    "influencer": gettext_lazy("an influencer"),
    "employee": gettext_lazy("a colleague"),
    "vip": gettext_lazy("a VIP"),
}
NUMBERS: dict[int, StrPromise] = {
    1: gettext_lazy("one"),
    2: gettext_lazy("two"),
    3: gettext_lazy("three"),
    4: gettext_lazy("four"),
    5: gettext_lazy("five"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a brand's rules stand for."""

    teams: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


NOBODY = Names()


def named(rule: Rule, names: Names = NOBODY) -> Rule:
    """The rule with its own sentence, in the language of whoever reads it, where nobody wrote a name for it."""
    name = rule.name or lazy(in_words, str)(rule, names)
    return replace(rule, name=lazy(_still_holds, str)(name, rule, names) if rule.taken_out_by else name)


def _still_holds(name: str | StrPromise, rule: Rule, names: Names) -> str:
    words = {"who": _one(rule.taken_out_by, names.people), "rule": str(name).rstrip(".")}
    return _("%(who)s took out “%(rule)s”; until another admin confirms that, it holds for their own texts") % words


def in_words(rule: Rule, names: Names = NOBODY) -> str:
    """What the rule asks of which answers, in one sentence without its full stop."""
    what = " ".join([_levels(rule.levels), ", ".join(_clauses(rule, names))]).strip()
    words = {"what": what, "whom": whom(rule.asks, names)}
    said = _("%(what)s asks %(whom)s") % words
    if rule.spared_up_to == 0:
        said += _(", but not for an approved template as it stands")
    elif rule.spared_up_to is not None:
        said += _(", but not for an approved template changed by at most %(n)d %%") % {"n": percent(rule.spared_up_to)}
    return said


def whom(asks: Collection[Ask], names: Names = NOBODY) -> str:
    """Each step after the other: “one other person of Care, then everybody who approves for Legal”."""
    return _(", then ").join(_step(ask, names) for ask in asks) or _("nobody")


def percent(share: float) -> int:
    return round(share * 100)


def _step(ask: Ask, names: Names) -> str:
    team = _("the conversation’s team") if ask.team == OWN_TEAM else _one(ask.team, names.teams)
    if ask.needed == EVERYBODY:
        return _("everybody who approves for %(team)s") % {"team": team}
    said = ngettext("%(n)s other person of %(team)s", "%(n)s other people of %(team)s", ask.needed)
    return said % {"n": NUMBERS.get(ask.needed, ask.needed), "team": team}


def _levels(levels: Collection[str]) -> str:
    named_levels = [str(Level(level).label) for level in LEVELS if level in levels]
    return get_text_list(named_levels, _("or")) if named_levels else _("Every answer")


def _clauses(rule: Rule, names: Names) -> Iterator[str]:
    if rule.topics:
        yield _("about %(topics)s") % {"topics": any_of(rule.topics, names.topics)}
    if rule.channels:
        yield _("on %(channels)s") % {"channels": any_of(rule.channels, names.channels)}
    if rule.authors:
        yield _("written by %(people)s") % {"people": any_of(rule.authors, names.people)}
    if rule.contacts:
        yield _("to %(kinds)s") % {"kinds": kinds(rule.contacts)}
    if rule.min_followers:
        yield _("to somebody with at least %(n)s followers") % {"n": _number(rule.min_followers)}
    if rule.is_public is not None:
        yield _("in public") if rule.is_public else _("in private")
    if rule.over_departure is not None:
        yield _("that changes more than %(n)d %% of its template") % {"n": percent(rule.over_departure)}
    if rule.over_amount is not None:
        yield _("that promises more than %(n)s") % {"n": _number(rule.over_amount)}


def kinds(contacts: Collection[str]) -> str:
    return get_text_list([str(words) for kind, words in KINDS.items() if kind in contacts], _("or"))


def any_of(ids: Collection[int], names: Mapping[int, str]) -> str:
    """“Bags, Fares or Praise”; a long list is counted."""
    every = sorted(_one(pk, names) for pk in ids)
    more = len(every) - MOST_NAMED
    if more > 0:
        every = [*every[:MOST_NAMED], ngettext("%(n)d other", "%(n)d others", more) % {"n": more}]
    return get_text_list(every, _("or"))


def _one(pk: int, names: Mapping[int, str]) -> str:
    return names.get(pk) or f"#{pk}"


def _number(number: int | Decimal) -> str:
    plain = int(number) if number == int(number) else number
    return formats.number_format(plain, use_l10n=True, force_grouping=True)


def why_not(rule: Rule, facts: Facts, names: Names = NOBODY) -> list[str]:
    """A sentence for each condition of the rule that these facts do not meet; none where it matches."""
    said = [_missed(condition, rule, facts, names) for condition in rule.missed(facts)]
    if not said and rule.spares(facts):
        said.append(_("The words are an approved template’s, or nearly."))
    return said


def _missed(condition: str, rule: Rule, facts: Facts, names: Names) -> str:
    level = Level(facts.level).label if facts.level in LEVELS else _("not set")
    words = {
        "taken_out_by": _("It is out of force and holds for %(wanted)s alone.")
        % {"wanted": _one(rule.taken_out_by, names.people)},
        "levels": _("The flag is %(level)s.") % {"level": level},
        "topics": _("It is not about %(wanted)s.") % {"wanted": any_of(rule.topics, names.topics)},
        "channels": _("It is not on %(wanted)s.") % {"wanted": any_of(rule.channels, names.channels)},
        "authors": _("It is not written by %(wanted)s.") % {"wanted": any_of(rule.authors, names.people)},
        "contacts": _("It is not to %(wanted)s.") % {"wanted": kinds(rule.contacts)},
        "min_followers": _("They have %(n)s followers.") % {"n": _number(facts.followers)},
        "is_public": _("It is in public.") if facts.is_public else _("It is in private."),
        "over_departure": _departure(facts),
        "over_amount": _("It promises no sum above %(n)s.") % {"n": _number(rule.over_amount or Decimal(0))},
    }
    return words[condition]


def _departure(facts: Facts) -> str:
    if facts.departure is None:
        return _("It is not written from a template.")
    return _("It changes %(n)d %% of its template.") % {"n": percent(facts.departure)}
