"""Changing who signs what. Every edit makes the next version of the policy, and what waits is judged anew by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.refusals import Conflict
from accounts.rights import check_can
from approvals import policy_checks as checks
from approvals.models import SignOffPolicy, SignOffRule, SignOffStep
from approvals.policy import OWN_TEAM, Rule
from approvals.rule_terms import RELATIONS, RuleTerms
from approvals.rules import names_in, shipped
from approvals.sentences import in_words
from audit.record import record
from interactions.checks import check_is_person


@dataclass(frozen=True, slots=True)
class Edit:
    """A policy that is held alone, and who edits it."""

    policy: SignOffPolicy
    by: User
    is_first: bool

    def tell(self, what: str, row: SignOffRule | None = None, **details: Any) -> None:
        """The line of the record; about a row it has its sentence, because words of others may change."""
        facts = {"version": self.policy.version} | ({"rule": row.pk} if row else {})
        details |= {"rule": _sentence(row)} if row else {}
        subject, brand = row or self.policy, self.policy.brand_id
        record(f"approvals.{what}", by=self.by, subject=subject, brand=brand, facts=facts, details=details or None)


def write_policy(brand: Brand, *, by: Actor, seen: int | None = None) -> SignOffPolicy:
    """Make the shipped rules the brand's own, to be changed from now on. Raises NotAllowed, Conflict when they are."""
    with _editing(brand, by, seen) as edit:
        if not edit.is_first:
            raise Conflict(_("These rules are %(brand)s’s own already. Change them one by one.") % {"brand": brand})
        return edit.policy


def add_policy_rule(brand: Brand, *, by: Actor, terms: RuleTerms, seen: int | None = None) -> SignOffRule:
    """A rule more, after the others. ``seen``: the version of the policy on the page. Raises NotAllowed, Conflict when
    it changed since, Invalid."""
    checks.check_terms(terms, brand)
    with _editing(brand, by, seen) as edit:
        checks.check_room_for_another(edit.policy)
        rule = _write(edit.policy, terms, position=_last(edit.policy) + 1)
        edit.tell("policy_rule_added", rule, after=terms.written())
        return rule


def change_policy_rule(rule: SignOffRule, *, by: Actor, terms: RuleTerms, seen: int | None = None) -> SignOffRule:
    """Another wording in its place; returns the new row. The old one goes on holding for what ``by`` writes, until
    another person confirms the change. Raises NotAllowed, Conflict, Invalid."""
    checks.check_terms(terms, rule.policy.brand)
    with _editing(rule.policy.brand, by, seen) as edit:
        current = _newest(rule)
        checks.check_in_force(current)
        before = RuleTerms.of(current).written()
        fresh = _write(edit.policy, terms, position=current.position)
        _take_out(current, edit.by, replaced_by=fresh)
        after = terms.written()
        changed = {
            name: {"before": before.get(name), "after": after.get(name)}
            for name in before | after
            if before.get(name) != after.get(name)
        }
        edit.tell("policy_rule_changed", fresh, before=_sentence(current), changed=changed)
        return fresh


def retire_policy_rule(rule: SignOffRule, *, by: Actor, seen: int | None = None) -> SignOffRule:
    """Out of force, except for what ``by`` writes until another person confirms it. Raises NotAllowed, Conflict."""
    with _editing(rule.policy.brand, by, seen) as edit:
        current = _newest(rule)
        checks.check_in_force(current)
        _take_out(current, edit.by)
        edit.tell("policy_rule_retired", current)
        return current


def restore_policy_rule(rule: SignOffRule, *, by: Actor, seen: int | None = None) -> SignOffRule:
    """In force again. Raises NotAllowed, Conflict."""
    with _editing(rule.policy.brand, by, seen) as edit:
        current = _locked(rule.pk)
        checks.check_retired(current)
        current.is_active, current.taken_out_by, current.confirmed_by = True, None, None
        current.save()
        edit.tell("policy_rule_restored", current)
        return current


def move_policy_rule(rule: SignOffRule, *, by: Actor, is_up: bool, seen: int | None = None) -> SignOffRule:
    """One place up or down: teams of rules further up sign first. Raises NotAllowed, Conflict."""
    with _editing(rule.policy.brand, by, seen) as edit:
        order = list(edit.policy.rules.filter(is_active=True).values_list("pk", flat=True))
        current = _newest(rule)
        checks.check_in_force(current)
        place = order.index(current.pk)
        other = place - 1 if is_up else place + 1
        if not 0 <= other < len(order):
            raise Conflict(_("It stands at the end of the list already."))
        order[place], order[other] = order[other], order[place]
        for position, pk in enumerate(order, start=1):
            SignOffRule.objects.filter(pk=pk).update(position=position)
        edit.tell("policy_rule_moved", current, place=other + 1)
        return current


def confirm_policy(brand: Brand, *, by: Actor, seen: int | None = None) -> SignOffPolicy:
    """Stand behind what others took out of the policy alone: from now on it holds for their own texts as well. Raises
    NotAllowed, Conflict when there is nothing to confirm."""
    with _editing(brand, by, seen) as edit:
        rows = list(edit.policy.rules.alone().exclude(taken_out_by=edit.by).with_everything())
        if not rows:
            raise Conflict(_("There is no change of another person to confirm."))
        edit.policy.rules.filter(pk__in=[row.pk for row in rows]).update(confirmed_by=edit.by)
        edit.tell("policy_confirmed", rules=[_sentence(row) for row in rows])
        return edit.policy


@contextmanager
def _editing(brand: Brand, by: Actor, seen: int | None) -> Iterator[Edit]:
    """A transaction that holds the brand's policy alone and leaves it one version higher. The first one writes the
    shipped rules into rows. Raises NotAllowed, Conflict."""
    person = check_is_person(by)
    check_can(person, "edit_playbook", brand)
    now = timezone.now()
    with transaction.atomic():
        SignOffPolicy.objects.get_or_create(brand=brand, defaults={"changed_at": now})
        policy = SignOffPolicy.objects.select_for_update().get(brand=brand)
        checks.check_policy_seen(policy, seen)
        policy.version += 1
        policy.changed_at = now
        policy.save()
        edit = Edit(policy, person, is_first=not policy.rules.exists())
        if edit.is_first:
            _write_shipped(edit)
        yield edit


def _write_shipped(edit: Edit) -> None:
    written = [_copy(edit.policy, rule, position) for position, rule in enumerate(shipped(), start=1)]
    edit.tell("policy_written", rules=[_sentence(row) for row in written])


def _copy(policy: SignOffPolicy, rule: Rule, position: int) -> SignOffRule:
    """A shipped rule as a row: it names flags and numbers alone, nothing of one company."""
    row = SignOffRule.objects.create(policy=policy, position=position, levels=sorted(rule.levels))
    SignOffStep.objects.bulk_create(
        SignOffStep(rule=row, team_id=ask.team or None, needed=ask.needed) for ask in rule.asks
    )
    assert all(ask.team == OWN_TEAM for ask in rule.asks), "shipped rules ask the conversation's team"
    return row


def _write(policy: SignOffPolicy, terms: RuleTerms, *, position: int) -> SignOffRule:
    rule = SignOffRule.objects.create(policy=policy, position=position, **terms.columns())
    for relation in RELATIONS:
        getattr(rule, relation).set(getattr(terms, relation))
    SignOffStep.objects.bulk_create(
        SignOffStep(rule=rule, team=step.team, needed=step.needed or 1, is_everybody=step.needed is None)
        for step in terms.steps
    )
    return rule


def _take_out(rule: SignOffRule, by: User, *, replaced_by: SignOffRule | None = None) -> None:
    rule.is_active, rule.taken_out_by, rule.replaced_by = False, by, replaced_by
    rule.save()


def _newest(rule: SignOffRule) -> SignOffRule:
    """The wording that stands in this rule's place now, locked."""
    current = _locked(rule.pk)
    while current.replaced_by_id:
        current = _locked(current.replaced_by_id)
    return current


def _locked(pk: int) -> SignOffRule:
    return SignOffRule.objects.select_for_update(of=("self",)).select_related("policy").get(pk=pk)


def _last(policy: SignOffPolicy) -> int:
    return policy.rules.aggregate(last=Max("position"))["last"] or 0


def _sentence(rule: SignOffRule) -> str:
    rows = SignOffRule.objects.with_everything().filter(pk=rule.pk)
    return in_words(rows[0].as_rule(), names_in(rows))
