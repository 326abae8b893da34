"""What must be true before the sign-off policy changes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.refusals import Conflict, Invalid
from approvals.bounds import LONGEST_NAME, check_length
from approvals.models import SignOffPolicy, SignOffRule
from approvals.policy import CONTACTS, LEVELS
from approvals.rule_terms import RuleTerms, StepTerms

MOST_STEPS = 5
MOST_NAMES = 5
MOST_RULES = 100


def check_policy_seen(policy: SignOffPolicy, seen: int | None) -> None:
    """Nobody changed the policy since the page was opened. ``None``: decided without a page."""
    if seen is not None and seen != policy.version:
        raise Conflict(
            _(
                "Somebody changed the policy while you did. What you wrote is still here: look at the rules as they "
                "are now, then save again."
            )
        )


def check_room_for_another(policy: SignOffPolicy) -> None:
    if policy.rules.listed().count() >= MOST_RULES:
        raise Conflict(_("A policy takes %(most)d rules. Retire one, or join two.") % {"most": MOST_RULES})


def check_in_force(rule: SignOffRule) -> None:
    if not rule.is_active:
        raise Conflict(_("This rule is retired already. Restore it first."))


def check_retired(rule: SignOffRule) -> None:
    if rule.is_active:
        raise Conflict(_("This rule is in force already."))
    if rule.replaced_by_id:
        raise Conflict(_("Another wording of this rule took its place. Change that one."))


def check_terms(terms: RuleTerms, brand: Brand) -> None:
    """A rule that asks somebody, about things of its own brand. Raises Invalid."""
    _check_steps(terms.steps)
    check_length(terms.name, LONGEST_NAME)
    if not set(terms.levels) <= set(LEVELS) or not set(terms.contacts) <= set(CONTACTS):
        raise Invalid(_("Choose flags and kinds of people from the lists."))
    if any(not 0 <= share <= 100 for share in (terms.over_departure, terms.spared_up_to) if share is not None):
        raise Invalid(_("A share is between 0 and 100 %."))
    if terms.min_followers < 0 or (terms.over_amount is not None and terms.over_amount < 0):
        raise Invalid(_("Numbers of followers and sums are not below 0."))
    _check_of_brand(terms, brand)


def _check_steps(steps: tuple[StepTerms, ...]) -> None:
    if not steps:
        raise Invalid(_("Say who signs: a rule asks at least one team."))
    if len(steps) > MOST_STEPS:
        raise Invalid(_("A rule takes %(most)d steps at most.") % {"most": MOST_STEPS})
    if len({step.team for step in steps}) < len(steps):
        raise Invalid(_("Ask each team once. For more people of one team raise its number."))
    if any(step.needed is not None and not 1 <= step.needed <= MOST_NAMES for step in steps):
        raise Invalid(_("A step asks between one and %(most)d people, or everybody.") % {"most": MOST_NAMES})


def _check_of_brand(terms: RuleTerms, brand: Brand) -> None:
    brands = {thing.brand_id for thing in terms.topics} | {thing.brand_id for thing in terms.channels}
    brands |= {step.team.brand_id for step in terms.steps if step.team}
    if brands - {brand.pk} or not _are_of(terms.authors, brand):
        raise Invalid(_("Topics, channels, people and teams are those of %(brand)s.") % {"brand": brand})


def _are_of(people: Iterable[User], brand: Brand) -> bool:
    ids = {person.pk for person in people}
    return User.objects.filter(pk__in=ids, memberships__team__brand=brand).distinct().count() == len(ids)
