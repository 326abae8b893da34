"""The internal actions of a plan as tasks on one interaction: begun once, given to people, ticked by whom and when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction, PlanTask
from playbook.models import Plan, Topic
from playbook.plan_lines import plan_line

WITHIN = 24 * 60  # minutes, where neither the line nor its topic says


@transaction.atomic
def begin_plan(interaction: Interaction, *, by: Actor, topic: Topic, scenario: str = "") -> list[PlanTask]:
    """Put the plan's actions, and whom to tell, on this interaction, each with its team and its time from now on.

    What stands on it already stays as it is: begun twice, or by two at once, nothing is there twice. ``scenario``: by
    its name, instead of the plan itself. Raises NotAllowed, Invalid for a topic that is not on it or has no plan.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    plan = Plan.objects.select_related("topic__owner_team").filter(topic=topic).first()
    if plan is None or not locked.flags.filter(topic=topic, withdrawn_at=None).exists():
        raise Invalid(_("There is no plan of this topic here."))
    new = list(_missing(locked, plan, _terms(plan, scenario), person))
    begun = PlanTask.objects.bulk_create(new)
    if begun:
        facts = {"topic": topic.pk, "tasks": len(begun)}
        tell("plan_begun", locked, by=person, details={"scenario": scenario} if scenario else None, **facts)
    return begun


@transaction.atomic
def tick_task(task: PlanTask, *, by: Actor) -> PlanTask:
    """It is done, by this person, now. Raises NotAllowed, Conflict when somebody did it before."""
    locked, fresh, person = _locked(task, by)
    checks.check_undone(fresh)
    fresh.done_by, fresh.done_at = person, timezone.now()
    fresh.save(update_fields=["done_by", "done_at"])
    tell("task_ticked", locked, by=person, task=fresh.pk, details={"task": fresh.wording})
    return fresh


@transaction.atomic
def untick_task(task: PlanTask, *, by: Actor) -> PlanTask:
    """It is not done after all. Raises NotAllowed, Conflict when nobody ticked it."""
    locked, fresh, person = _locked(task, by)
    checks.check_done(fresh)
    fresh.done_by = fresh.done_at = None
    fresh.save(update_fields=["done_by", "done_at"])
    tell("task_unticked", locked, by=person, task=fresh.pk, details={"task": fresh.wording})
    return fresh


@transaction.atomic
def give_task(task: PlanTask, *, by: Actor, to: User | None) -> PlanTask:
    """Whose it is. Raises NotAllowed, Invalid for somebody who cannot see it, Conflict when it is done."""
    locked, fresh, person = _locked(task, by)
    checks.check_undone(fresh)
    checks.check_of_team(locked, to)
    if fresh.owner_id == (to.pk if to else None):
        return fresh
    fresh.owner = to
    fresh.save(update_fields=["owner"])
    tell("task_given", locked, by=person, task=fresh.pk, to=to.pk if to else None, details={"task": fresh.wording})
    return fresh


def _locked(task: PlanTask, by: Actor) -> tuple[Interaction, PlanTask, User]:
    locked = Interaction.objects.locked(task.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "note", locked)
    return locked, PlanTask.objects.select_related("done_by").get(pk=task.pk), person


def _terms(plan: Plan, scenario: str) -> dict[str, Any]:
    """What the plan, or one of its scenarios, says."""
    if not scenario:
        return {"name": "", "internal_actions": plan.internal_actions, "notify": plan.notify}
    found: dict[str, Any] | None = next((each for each in plan.scenarios if each.get("name") == scenario), None)
    if found is None:
        raise Invalid(_("The plan has no scenario of this name."))
    return found


def _missing(locked: Interaction, plan: Plan, terms: dict[str, Any], person: User) -> Iterator[PlanTask]:
    topic, now = plan.topic, timezone.now()
    there = set(PlanTask.objects.filter(interaction=locked, topic=topic).values_list("kind", "wording"))
    teams = {team.slug: team for team in Team.objects.filter(brand=locked.brand_id)}
    lines = [(PlanTask.Kind.ACTION, text) for text in terms.get("internal_actions", ())]
    lines += [(PlanTask.Kind.NOTICE, text) for text in terms.get("notify", ())]
    for position, (kind, text) in enumerate(lines, start=1):
        line = plan_line(text)
        wording = line.wording[:500]
        if (kind, wording) in there:
            continue
        there.add((kind, wording))
        yield PlanTask(
            interaction=locked,
            topic=topic,
            scenario=terms.get("name", "")[:120],
            kind=kind,
            wording=wording,
            position=position,
            team=teams.get(line.team) or topic.owner_team,
            due_at=_due(now, line.within or topic.reply_within),
            begun_by=person,
        )


def _due(now: datetime, minutes: int) -> datetime:
    return now + timedelta(minutes=minutes or WITHIN)
