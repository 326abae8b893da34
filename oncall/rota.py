"""From rows to the plain values that ``schedule`` and ``policy`` decide on."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Membership, Role, Team, User
from oncall.models import EscalationPolicy, Layer, Participant, Schedule
from oncall.policy import Plan, StepSpec, everybody
from oncall.schedule import LayerSpec, ScheduleSpec, on_call_at
from playbook.models import Topic

ACTIVE = User.objects.filter(is_active=True, is_machine=False)


def specs(schedule_ids: Iterable[int]) -> dict[int, ScheduleSpec]:
    """The schedules as values, in three queries. The turn of a person who has left is a turn of nobody."""
    return {row.pk: spec_of(row) for row in with_turns(Schedule.objects.filter(pk__in=set(schedule_ids)))}


def with_turns(schedules: QuerySet[Schedule]) -> QuerySet[Schedule]:
    """These schedules with their layers and people at hand, two queries more."""
    turns = Participant.objects.select_related("user").order_by("position")
    layers = Layer.objects.order_by("priority").prefetch_related(Prefetch("participants", turns))
    return schedules.prefetch_related(Prefetch("layers", layers))


def spec_of(schedule: Schedule) -> ScheduleSpec:
    """One schedule as a value, from its layers and their participants."""
    return ScheduleSpec(schedule.time_zone, tuple(_layer(layer) for layer in schedule.layers.all()))


def _layer(layer: Layer) -> LayerSpec:
    people = tuple(
        turn.user_id if turn.user.is_active and not turn.user.is_machine else None for turn in layer.participants.all()
    )
    return LayerSpec(layer.starts_on, layer.hands_off_on, layer.hands_off_at, layer.rotates_every, people)


def plan_for(topic: Topic, team: Team) -> Plan:
    """The topic's policy, else the brand's default, else everybody who answers for the team."""
    of_topic = Exists(EscalationPolicy.topics.through.objects.filter(escalationpolicy=OuterRef("pk"), topic=topic))
    policies = EscalationPolicy.objects.annotate(is_of_topic=of_topic).filter(brand=topic.brand_id)
    fitting = policies.filter(Q(is_of_topic=True) | Q(is_default=True))
    policy = fitting.order_by("-is_of_topic", "pk").first()
    if policy is None:
        return everybody(people_answering_for(team))
    steps = tuple(
        StepSpec(step.wait_for, (step.person_id,) if step.person_id else (), step.schedule_id)
        for step in policy.steps.order_by("number")
    )
    last_resort = tuple(policy.last_resort.order_by("pk").values_list("pk", flat=True))
    last_resort = last_resort or tuple(people_answering_for(team))
    return Plan(policy.name, steps, last_resort, _members(steps, last_resort))


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


def who_is_on(schedule_specs: dict[int, ScheduleSpec], at: datetime) -> dict[int, int | None]:
    """The person of each schedule at this moment."""
    return {pk: on_call_at(spec, at) for pk, spec in schedule_specs.items()}


def _members(steps: tuple[StepSpec, ...], last_resort: tuple[int, ...]) -> tuple[int, ...]:
    schedules = [step.schedule for step in steps if step.schedule is not None]
    turns = Participant.objects.filter(layer__schedule__in=schedules).values_list("user_id", flat=True)
    return tuple(sorted({*turns, *last_resort, *(person for step in steps for person in step.people)}))
