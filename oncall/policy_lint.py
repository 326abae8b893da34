"""The facts of a saved policy for ``lint``, and its sentences on the next page."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Min
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from oncall.lint import StepFacts, lint_methods, lint_policy
from oncall.models import ContactMethod, EscalationPolicy, Step
from oncall.plans import roll_of
from oncall.policy import Plan, StepSpec
from oncall.schedule import shifts_between

LOOK_AHEAD = timedelta(days=28)


def warn_of_policy(request: HttpRequest, policy: EscalationPolicy) -> None:
    """Say what is probably meant otherwise."""
    for sentence in sentences_on(policy):
        messages.warning(request, sentence)


def warn_of_rules(request: HttpRequest, person: User) -> None:
    """The same of a person's own rules."""
    methods = list(ContactMethod.objects.filter(user=person, is_verified=True))
    steps = Step.objects.filter(policy__brand__teams__memberships__user=person)
    shortest = steps.aggregate(shortest=Min("wait_for"))["shortest"]
    waits = [method.wait_for for method in methods]
    for sentence in lint_methods(waits, step_wait=shortest, are_verified=bool(methods)):
        messages.warning(request, sentence)


def sentences_on(policy: EscalationPolicy) -> list[str]:
    steps = list(policy.steps.select_related("person", "schedule", "team", "role").order_by("number"))
    facts = _facts(policy, steps)
    last_resort = set(policy.last_resort.values_list("pk", flat=True))
    everybody = {person for step in facts for person in step.people} | last_resort
    confirmed = ContactMethod.objects.filter(user__in=everybody, is_verified=True).values("user")
    unconfirmed = User.objects.filter(pk__in=everybody).exclude(pk__in=confirmed).order_by("full_name")
    applies = policy.is_default or policy.topics.filter(is_retired=False, level="red").exists()
    return lint_policy(
        applies=applies, steps=facts, last_resort=last_resort, unconfirmed=[str(person) for person in unconfirmed]
    )


def _facts(policy: EscalationPolicy, steps: list[Step]) -> list[StepFacts]:
    """Whom each step names within four weeks."""
    specs = [
        StepSpec(
            step.wait_for, (step.person_id,) if step.person_id else (), step.schedule_id, step.team_id, step.role_id
        )
        for step in steps
    ]
    roll = roll_of(
        Plan("", tuple(specs), (), tuple(person for spec in specs for person in spec.people)), policy.brand_id
    )
    now = timezone.now()
    facts = []
    for step, spec in zip(steps, specs, strict=True):
        people = set(spec.people) | set(roll.groups.get((spec.team, spec.role), ()))
        if spec.schedule in roll.rota:
            shifts = shifts_between(roll.rota[spec.schedule], now, now + LOOK_AHEAD)
            people |= {shift.person for shift in shifts if shift.person is not None}
        facts.append(StepFacts(step.target, frozenset(people & roll.active)))
    return facts
