"""Writing an escalation policy. Alerts that are out keep the one they were raised with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Brand, Role, Team, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from audit.record import record
from oncall.models import EscalationPolicy, Schedule, Step
from playbook.models import Topic

TARGETS = ("person", "schedule", "team", "role")
TERMS = (*TARGETS, "times", "wait_for")


@dataclass(frozen=True)
class StepTerms:
    """Exactly one of person, schedule, and team or role or both; how often, and the minutes until the next step."""

    wait_for: int
    person: User | None = None
    schedule: Schedule | None = None
    team: Team | None = None
    role: Role | None = None
    times: int = 1


@transaction.atomic
def save_policy(
    policy: EscalationPolicy | None,
    *,
    by: User,
    brand: Brand,
    name: str,
    is_default: bool,
    topics: Sequence[Topic],
    steps: Sequence[StepTerms],
    last_resort: Sequence[User],
    answers_for: str = "",
    repeats: int = 0,
) -> EscalationPolicy:
    """Write a policy with its steps in order; a new default takes the place of the old. Raises NotAllowed, Invalid."""
    check_can(by, "manage_oncall", brand)
    if policy is not None and policy.brand_id != brand.pk:
        raise Invalid(_("A policy stays with its brand."))
    if not steps:
        raise Invalid(_("A policy needs at least one step."))
    namesake = EscalationPolicy.objects.filter(brand=brand, name=name).first()
    if namesake is not None and namesake != policy:
        raise Invalid(_("There is a policy of this name already."))
    _check_topics_free(topics, policy)
    for step in steps:
        _check_target(step, brand)
    before = _described(policy) if policy else None
    written = policy or EscalationPolicy(brand=brand)
    if is_default:
        EscalationPolicy.objects.filter(brand=brand, is_default=True).exclude(pk=written.pk).update(is_default=False)
    written.name, written.is_default = name, is_default
    written.answers_for, written.repeats = answers_for, repeats
    written.save()
    written.topics.set(topics)
    written.last_resort.set(last_resort)
    written.steps.all().delete()
    Step.objects.bulk_create(
        Step(policy=written, number=number, **{name: getattr(step, name) for name in TERMS})
        for number, step in enumerate(steps, 1)
    )
    facts = {"steps": len(steps), "topics": [topic.pk for topic in topics], "is_default": is_default}
    details = {"before": before, "after": _described(written)}
    record("oncall.policy_saved", by=by, subject=written, brand=brand, facts=facts, details=details)
    return written


def _check_target(step: StepTerms, brand: Brand) -> None:
    """Whom it names belongs to the brand."""
    for target in (step.schedule, step.team):
        if target is not None and target.brand_id != brand.pk:
            raise Invalid(_("%(target)s belongs to another brand.") % {"target": target})


def _check_topics_free(topics: Sequence[Topic], policy: EscalationPolicy | None) -> None:
    """A topic has one policy: two would leave open whom it pages."""
    for other in EscalationPolicy.objects.filter(topics__in=list(topics)):
        if other != policy:
            raise Invalid(_("A topic can have one policy. %(other)s names one of these already.") % {"other": other})


def _described(policy: EscalationPolicy) -> dict[str, object]:
    steps = policy.steps.order_by("number").values("number", *(f"{name}_id" for name in TARGETS), "times", "wait_for")
    return {
        "name": policy.name,
        "is_default": policy.is_default,
        "answers_for": policy.answers_for,
        "repeats": policy.repeats,
        "topics": sorted(policy.topics.values_list("slug", flat=True)),
        "steps": list(steps),
        "last_resort": sorted(policy.last_resort.values_list("pk", flat=True)),
    }
