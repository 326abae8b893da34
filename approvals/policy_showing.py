"""What the page of the sign-off policy shows, put together from rows and warnings."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Brand, User
from approvals import access
from approvals.lint import covers, warnings
from approvals.models import SignOffRule
from approvals.policy import LEVELS, Rule
from approvals.rules import shipped
from approvals.sentences import Names, in_words, named


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as a sentence. ``row`` is missing for those the product ships with."""

    words: str
    levels: list[str]
    row: SignOffRule | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pending:
    """What one person took out alone. ``is_own``: the one who looks did."""

    who: User
    words: str
    is_own: bool


def policy_shown(person: User, brand: Brand) -> dict[str, Any]:
    """The rules in force with what to know about them, those that are retired, and changes nobody has confirmed."""
    version, policy = access.version_of(brand)
    rows = access.policy_rules(brand) if policy else []
    active = [row for row in rows if row.is_active]
    names = access.names_of(brand)
    in_force = [named(row.as_rule(), names) for row in active] if policy else list(shipped())
    alone = pending(rows, in_force, names, person)
    return {
        "brand": brand,
        "brands": access.policy_brands(person),
        "version": version,
        "policy": policy,
        "lines": _lines(in_force, active, warnings(in_force, access.house_of(brand, names)), names),
        "retired": [_line(row, names) for row in rows if not row.is_active and row.replaced_by_id is None],
        "pending": alone,
        "may_confirm": any(not change.is_own for change in alone),
        "may_edit": access.may_edit_policy(person, brand),
    }


def warnings_about(rule: SignOffRule) -> list[str]:
    """What to know about one rule in force, beside the others."""
    brand = rule.policy.brand
    active = [row for row in access.policy_rules(brand) if row.is_active]
    names = access.names_of(brand)
    said = warnings([named(row.as_rule(), names) for row in active], access.house_of(brand, names))
    return next((lines for row, lines in zip(active, said, strict=True) if row.pk == rule.pk), [])


def pending(rows: list[SignOffRule], in_force: list[Rule], names: Names, person: User) -> list[Pending]:
    """Rules that still hold for whoever took them out, unless what is in force asks as much anyway."""
    alone = [row for row in rows if row.taken_out_by and row.confirmed_by_id is None]
    return [
        Pending(row.taken_out_by, in_words(row.as_rule(), names), row.taken_out_by_id == person.pk)
        for row in alone
        if row.taken_out_by and not any(covers(rule, row.as_rule()) for rule in in_force)
    ]


def _lines(in_force: list[Rule], rows: list[SignOffRule], said: list[list[str]], names: Names) -> list[Line]:
    return [
        Line(in_words(rule, names), _levels(rule), rows[place] if rows else None, said[place])
        for place, rule in enumerate(in_force)
    ]


def _line(row: SignOffRule, names: Names) -> Line:
    rule = row.as_rule()
    return Line(in_words(rule, names), _levels(rule), row)


def _levels(rule: Rule) -> list[str]:
    return [level for level in LEVELS if level in rule.levels]
