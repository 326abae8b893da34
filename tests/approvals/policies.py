"""Words shared by the tests of the sign-off policy."""

from typing import Any

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from approvals import actions
from approvals.models import SignOffRule
from approvals.rule_terms import RuleTerms, StepTerms
from tests.cast import Cast

ONE = (StepTerms(),)
YELLOW = RuleTerms(steps=ONE, levels=("yellow",))


def second_admin(cast: Cast) -> User:
    """Somebody beside Ada who edits the playbook."""
    person = User.objects.create_user("bruno@tern.example", full_name="Bruno Keller")
    Membership.objects.create(team=cast.teams["care"], user=person, role=Role.objects.get(slug="admin"))
    sync_roles()
    return person


def legal_only(cast: Cast) -> User:
    """Somebody who approves for legal and sees nothing of care."""
    person = User.objects.create_user("lena@tern.example", full_name="Lena Brook")
    Membership.objects.create(team=cast.teams["legal"], user=person, role=Role.objects.get(slug="supervisor"))
    sync_roles()
    return person


def ruled(cast: Cast, **terms: Any) -> SignOffRule:
    """A rule more, by Ada."""
    return actions.add_policy_rule(cast.brand, by=cast.ada, terms=RuleTerms(**{"steps": ONE} | terms))


def the_rule(cast: Cast, level: str) -> SignOffRule:
    """The shipped rule of this flag as a row in force."""
    rows = SignOffRule.objects.filter(policy__brand=cast.brand, is_active=True)
    return next(row for row in rows if row.levels == [level])
