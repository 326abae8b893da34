"""From the rows of a policy to its plan, and from a plan to the people whom its steps name at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, Role, Team
from oncall.models import EscalationPolicy, Participant
from oncall.policy import Plan, StepSpec, Turn, everybody, next_turn
from oncall.rota import ACTIVE, specs, who_are_on
from oncall.schedule import ScheduleSpec
from playbook.models import Topic


def plan_for(topic: Topic | None, team: Team) -> Plan:
    """The topic's policy, else the brand's default, else everybody who answers for the team."""
    of_topic = Exists(EscalationPolicy.topics.through.objects.filter(escalationpolicy=OuterRef("pk"), topic=topic))
    policies = EscalationPolicy.objects.annotate(is_of_topic=of_topic).filter(brand=team.brand_id)
    fitting = policies.filter(Q(is_of_topic=True) | Q(is_default=True))
    policy = fitting.order_by("-is_of_topic", "pk").first()
    return plan_of(policy, team) if policy else everybody(people_answering_for(team))


def plan_of(policy: EscalationPolicy, team: Team) -> Plan:
    """The policy as a value; a step that is taken several times stands in it as often. Where it has no last resort,
    those who answer for the team are it."""
    steps = tuple(
        StepSpec(
            step.wait_for, (step.person_id,) if step.person_id else (), step.schedule_id, step.team_id, step.role_id
        )
        for step in policy.steps.order_by("number")
        for _time in range(step.times)
    )
    last_resort = tuple(policy.last_resort.order_by("pk").values_list("pk", flat=True))
    last_resort = last_resort or tuple(people_answering_for(team))
    return Plan(policy.name, steps, last_resort, _members(steps, last_resort, policy.brand_id), policy.repeats)


def people_answering_for(team: Team) -> list[int]:
    """Whom to page when no policy says it: who manages on-call for the team, else for its brand, else who may
    acknowledge there, else the operators. Empty only in an installation without people."""
    roles = list(Role.objects.all())
    managing = [role.pk for role in roles if "manage_oncall" in role.brand_rights]
    taking = [role.pk for role in roles if "acknowledge" in role.team_rights]
    of_brand = Membership.objects.filter(team__brand=team.brand_id, team__is_active=True, user__in=ACTIVE)
    for memberships in (
        of_brand.filter(team=team, role__in=managing),
        of_brand.filter(role__in=managing),
        of_brand.filter(role__in=taking),
    ):
        if found := list(memberships.order_by("user_id").values_list("user_id", flat=True).distinct()):
            return found
    return list(ACTIVE.filter(is_staff=True).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Roll:
    """A plan with what its steps name, read once: turns are asked of it for now and for later."""

    plan: Plan
    rota: dict[int, ScheduleSpec]
    groups: dict[tuple[int | None, int | None], tuple[int, ...]]
    active: frozenset[int]

    def turn(self, at: datetime, *, round_: int, step: int, passed: Iterable[int]) -> Turn:
        """The turn after this step, with the people who are named at this moment."""
        on_shift = who_are_on(self.rota, at)

        def who_is_named(spec: StepSpec) -> Iterable[int]:
            if spec.schedule is not None:
                return on_shift.get(spec.schedule, ())
            return self.groups.get((spec.team, spec.role), ())

        return next_turn(
            self.plan,
            round_=round_,
            step=step,
            who_is_named=who_is_named,
            may_page=self.active.__contains__,
            passed=passed,
        )


def roll_of(plan: Plan, brand_id: int, rota: dict[int, ScheduleSpec] | None = None) -> Roll:
    """As its schedules, teams and roles are filled now; people who left are nobody. ``rota``: its schedules, from
    whoever has read them already."""
    if rota is None:
        rota = specs(plan.schedules) if plan.schedules else {}
    groups = _groups(plan.steps, brand_id)
    on_rota = {person for spec in rota.values() for person in spec.everybody}
    named = on_rota.union(plan.members, *groups.values())
    return Roll(plan, rota, groups, frozenset(ACTIVE.filter(pk__in=named).values_list("pk", flat=True)))


def _groups(steps: Iterable[StepSpec], brand_id: int) -> dict[tuple[int | None, int | None], tuple[int, ...]]:
    """By team and role: everybody of them, in one query; none when no step asks."""
    asked = {(step.team, step.role) for step in steps if step.team is not None or step.role is not None}
    found: dict[tuple[int | None, int | None], dict[int, None]] = defaultdict(dict)
    if not asked:
        return {}
    members = Membership.objects.filter(team__brand=brand_id, team__is_active=True).order_by("user_id")
    for team_id, role_id, user_id in members.values_list("team_id", "role_id", "user_id"):
        for kind in asked & {(team_id, None), (None, role_id), (team_id, role_id)}:
            found[kind][user_id] = None
    return {kind: tuple(people) for kind, people in found.items()}


def _members(steps: tuple[StepSpec, ...], last_resort: tuple[int, ...], brand_id: int) -> tuple[int, ...]:
    schedules = [step.schedule for step in steps if step.schedule is not None]
    turns = Participant.objects.filter(layer__schedule__in=schedules).values_list("user_id", flat=True)
    groups = _groups(steps, brand_id).values()
    named = {person for step in steps for person in step.people}
    return tuple(sorted(named.union(turns, last_resort, *groups)))
