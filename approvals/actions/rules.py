"""Changing what a company asks of people on probation."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand
from accounts.refusals import Invalid
from accounts.rights import check_can
from approvals.models import ProbationRules, ReasonCode
from approvals.models.terms import MOST_WEEKS, columns
from approvals.readiness import Terms
from audit.record import record
from interactions.checks import check_is_person


@transaction.atomic
def change_probation_rules(brand: Brand, *, by: Actor, weeks: int, terms: Terms) -> ProbationRules:
    """For probations that start from now on; those that run keep theirs. Raises NotAllowed, Invalid."""
    person = check_is_person(by)
    check_can(person, "manage_people", brand)
    _check_sensible(weeks, terms)
    ProbationRules.objects.get_or_create(brand=brand)
    rules = ProbationRules.objects.select_for_update(of=("self",)).get(brand=brand)
    before = asdict(rules.terms) | {"weeks": rules.weeks}
    after = asdict(terms) | {"weeks": weeks}
    for name, value in (columns(terms) | {"weeks": weeks}).items():
        setattr(rules, name, value)
    rules.version += 1
    rules.changed_by, rules.changed_at = person, timezone.now()
    rules.save()
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    facts = {"version": rules.version}
    record("approvals.probation_rules_changed", by=by, subject=rules, brand=brand, facts=facts, details=changed or None)
    return rules


def _check_sensible(weeks: int, terms: Terms) -> None:
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid(_("A probation takes between 1 and %(most)d weeks.") % {"most": MOST_WEEKS})
    if not 0 <= terms.first_time_wanted <= 100 or not 0 <= terms.clean_edit < terms.serious_edit <= 100:
        raise Invalid(_("Shares are between 0 and 100, and a clean change is smaller than a serious one."))
    if min(terms.serious_within, terms.returns_within) < 1:
        raise Invalid(_("Count serious corrections over one day at least."))
    if not set(terms.serious_codes) <= set(ReasonCode.values):
        raise Invalid(_("Choose the serious reasons from the list."))
