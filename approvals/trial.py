"""Trying the policy: what a draft that nobody wrote would need, by which rules, and who could sign it now."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import Brand, Team, User
from approvals import access, policy, rules
from approvals.answers import amount_in, steps_of
from approvals.policy import Decision, Facts, Hand, Rule
from approvals.probations import is_on_probation
from approvals.sentences import Names, in_words, why_not
from interactions.due import strictest
from interactions.ports import Step
from playbook.models import Topic


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule: in words, and why it does not match; no reason where it does."""

    words: str
    why_not: list[str]


@dataclass(frozen=True, slots=True)
class Signers:
    """A step, and who could put their name under it now."""

    step: Step
    people: list[User]

    @property
    def is_stuck(self) -> bool:
        return len(self.people) < self.step.needed


@dataclass(frozen=True, slots=True)
class Outcome:
    """``amount``: the largest promised sum; None for one that is not told."""

    decision: Decision
    steps: list[Signers]
    matched: list[Tried]
    missed: list[Tried]
    level: str
    amount: Decimal | None
    version: int


def tried(brand: Brand, asked: dict[str, Any]) -> Outcome:
    """``asked``: the cleaned trial form. Reads, and writes nothing."""
    author, channel = asked["author"], asked["channel"]
    version, in_force = rules.in_force(brand.pk)
    names = access.names_of(brand)
    facts = _facts(author, channel.team, asked)
    decision = policy.decide(facts, in_force)
    missed = [Tried(_words(rule, names), why_not(rule, facts, names)) for rule in in_force]
    return Outcome(
        decision=decision,
        steps=_signers(brand, steps_of(decision.asks, channel.team, {author.pk}), author),
        matched=[rule for rule in missed if not rule.why_not],
        missed=[rule for rule in missed if rule.why_not],
        level=facts.level,
        amount=None if facts.amount == policy.UNTOLD else facts.amount,
        version=version,
    )


def _facts(author: User, team: Team, asked: dict[str, Any]) -> Facts:
    level = asked["level"] or _level_of(list(asked["topics"]))
    on_probation = author.pk in is_on_probation([author.pk], team.pk, level)
    return Facts(
        level=level,
        hands=(Hand(str(author), pk=author.pk, is_machine=author.is_machine, is_on_probation=on_probation),),
        topics=frozenset(topic.pk for topic in asked["topics"]),
        channel=asked["channel"].pk,
        is_public=not asked["is_private"],
        contact=frozenset(asked["contacts"]),
        followers=asked["followers"] or 0,
        departure=asked["departure"],
        amount=amount_in(asked["text"], asked["channel"].brand.language) if asked["text"] else Decimal(0),
    )


def _level_of(topics: list[Topic]) -> str:
    return strictest(topics).level if topics else ""


def _words(rule: Rule, names: Names) -> str:
    return str(rule.name) if rule.taken_out_by else in_words(rule, names)


def _signers(brand: Brand, steps: tuple[Step, ...], author: User) -> list[Signers]:
    approvers = access.approvers_of(brand)
    return [
        Signers(step, sorted((person for pk, person in approvers[step.team.pk].items() if pk != author.pk), key=str))
        for step in steps
    ]
