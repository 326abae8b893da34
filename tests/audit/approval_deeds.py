"""Every public action of the approvals room, each with something to act upon."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts import actions as accounts
from accounts.actors import SYSTEM
from accounts.models import Role, User
from approvals import actions as approvals
from approvals.models import SignOffRule, Turn
from approvals.readiness import Terms
from approvals.rule_terms import RuleTerms, StepTerms
from interactions import actions as core
from interactions.models import Draft
from tests.audit.deeds import Act, in_an_hour, of
from tests.cast import Cast

ALL_READ = RuleTerms(steps=(StepTerms(),))


def probation(cast: Cast) -> Any:
    return approvals.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New here")


def late(cast: Cast) -> Draft:
    """A draft for which the approval clock strikes now."""
    draft = cast.drafted()
    Turn.objects.update(next_at=timezone.now())
    return draft


def ready(cast: Cast) -> Any:
    """A probation that asks for nothing more."""
    approvals.change_probation_rules(cast.brand, by=cast.dev, weeks=3, terms=Terms(greens_wanted=0))
    return probation(cast)


def rule(cast: Cast) -> SignOffRule:
    return approvals.add_policy_rule(cast.brand, by=cast.ada, terms=ALL_READ)


def loosened(cast: Cast) -> User:
    """No rule is left, and nobody has confirmed that; another admin, who may."""
    approvals.write_policy(cast.brand, by=cast.ada)
    for written in SignOffRule.objects.all():
        approvals.retire_policy_rule(written, by=cast.ada)
    accounts.join_team(by=SYSTEM, team=cast.teams["care"], user=cast.amara, role=Role.objects.get(slug="admin"))
    return cast.amara


def freed(cast: Cast) -> Draft:
    """It waited for a name that no rule asks any more."""
    draft = cast.drafted()
    loosened(cast)
    return draft


APPROVAL_DEEDS: dict[str, Callable[[Cast], Act]] = {
    "approvals.approve": of(lambda c: c.drafted(), lambda c, d: approvals.approve(d, by=c.dev)),
    "approvals.approve_with_edits": of(
        lambda c: c.drafted(), lambda c, d: approvals.approve_with_edits(d, by=c.dev, text="We found it!")
    ),
    "approvals.send_back": of(
        lambda c: c.drafted(), lambda c, d: approvals.send_back(d, by=c.dev, reason_code="tone", note="Warmer")
    ),
    "approvals.remark": of(
        lambda c: c.drafted(), lambda c, d: approvals.remark(d, by=c.dev, phrase="found", note="Where?")
    ),
    "approvals.hand_over": of(lambda c: c.drafted(), lambda c, d: approvals.hand_over(d, by=c.dev, to=c.ingrid)),
    "approvals.ask_second_look": of(
        lambda c: c.drafted(), lambda c, d: approvals.ask_second_look(d, by=c.dev, to=c.ingrid)
    ),
    "approvals.strike_due": of(late, lambda c, d: approvals.strike_due()),
    "approvals.be_away": lambda c: lambda: approvals.be_away(by=c.dev, starts_at=timezone.now(), ends_at=in_an_hour()),
    "approvals.come_back": of(
        lambda c: approvals.be_away(by=c.dev, starts_at=timezone.now(), ends_at=in_an_hour()),
        lambda c, a: approvals.come_back(a, by=c.dev),
    ),
    "approvals.start_probation": lambda c: lambda: probation(c),
    "approvals.end_probation": of(probation, lambda c, p: approvals.end_probation(p, by=c.dev)),
    "approvals.extend_probation": of(
        probation, lambda c, p: approvals.extend_probation(p, by=c.dev, until=in_an_hour(), reason="One more week")
    ),
    "approvals.choose_mentor": of(probation, lambda c, p: approvals.choose_mentor(p, by=c.dev, mentor=c.ingrid)),
    "approvals.graduate": of(
        probation, lambda c, p: approvals.graduate(p, by=c.dev, level="green", note="Years of it elsewhere")
    ),
    "approvals.weigh": of(ready, lambda c, p: approvals.weigh(p.user, team=p.team)),
    "approvals.change_probation_rules": lambda c: (
        lambda: approvals.change_probation_rules(c.brand, by=c.dev, weeks=4, terms=Terms())
    ),
    "approvals.write_policy": lambda c: lambda: approvals.write_policy(c.brand, by=c.ada),
    "approvals.add_policy_rule": lambda c: lambda: rule(c),
    "approvals.change_policy_rule": of(rule, lambda c, r: approvals.change_policy_rule(r, by=c.ada, terms=ALL_READ)),
    "approvals.retire_policy_rule": of(rule, lambda c, r: approvals.retire_policy_rule(r, by=c.ada)),
    "approvals.restore_policy_rule": of(
        lambda c: approvals.retire_policy_rule(rule(c), by=c.ada),
        lambda c, r: approvals.restore_policy_rule(r, by=c.ada),
    ),
    "approvals.move_policy_rule": of(rule, lambda c, r: approvals.move_policy_rule(r, by=c.ada, is_up=True)),
    "approvals.confirm_policy": of(loosened, lambda c, admin: approvals.confirm_policy(c.brand, by=admin)),
    "approvals.rejudge": of(freed, lambda c, d: approvals.rejudge()),
    "approvals.let_go": of(freed, lambda c, d: approvals.let_go(d, by=c.jonas)),
    "interactions.let_go": of(freed, lambda c, d: core.let_go(d, by=c.jonas)),
}
