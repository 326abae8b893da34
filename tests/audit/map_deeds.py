"""The verbs of response maps, of plans on a message, and of practice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from interactions import actions as core
from interactions.actions.mapping import Way
from interactions.models import Interaction, PlanTask
from playbook import actions as playbook
from playbook.mapping import map_in_force
from playbook.models import Plan
from playbook.practising import quiz
from tests.audit.preparing import Act, of
from tests.cast import Cast
from tests.playbook.mapped import SMALL, with_map


def planned(cast: Cast) -> Interaction:
    Plan.objects.create(
        topic=cast.topics["baggage"], complaint="Late", public_answer="We look", internal_actions=["Find it"]
    )
    return cast.flagged("baggage")


def task(cast: Cast) -> PlanTask:
    return core.begin_plan(planned(cast), by=cast.amara, topic=cast.topics["baggage"])[0]


def sha256(cast: Cast) -> str:
    in_force = map_in_force(cast.brand.pk)
    assert in_force is not None
    return in_force.sha256


def walk(cast: Cast, _map: Any) -> Any:
    way = Way("small", sha256(cast), [1, 0], uuid4())
    return core.walk_map(cast.flagged("praise"), by=cast.amara, way=way)


def practise(cast: Cast, _map: Any) -> Any:
    walked = {"map_slug": "small", "sha256": sha256(cast), "given": [0], "key": uuid4()}
    return playbook.practise(by=cast.jonas, brand=cast.brand, sample="hacked", **walked)


def ticked(cast: Cast) -> PlanTask:
    return core.tick_task(task(cast), by=cast.amara)


def take_quiz(cast: Cast) -> Any:
    answers = {sample.slug: "engage" for sample in quiz(0)}
    return playbook.take_quiz(by=cast.jonas, brand=cast.brand, answers=answers, key=uuid4())


def edited(act: Callable[[dict[str, Any]], Any]) -> Callable[[Cast], Act]:
    """Something done to the small map in the draft."""
    return of(with_map, lambda c, _map: act({"by": c.ada, "brand": c.brand, "slug": "small"}))


def two_maps(cast: Cast) -> str:
    with_map(cast)
    return playbook.clone_map(by=cast.ada, brand=cast.brand, source=SMALL, name="Second")


LEAF = {**SMALL["leaves"][2], "key": "new"}
MAPS: dict[str, Callable[[Cast], Act]] = {
    "interactions.walk_map": of(with_map, walk),
    "interactions.begin_plan": of(planned, lambda c, i: core.begin_plan(i, by=c.amara, topic=c.topics["baggage"])),
    "interactions.tick_task": of(task, lambda c, t: core.tick_task(t, by=c.amara)),
    "interactions.untick_task": of(ticked, lambda c, t: core.untick_task(t, by=c.amara)),
    "interactions.give_task": of(task, lambda c, t: core.give_task(t, by=c.amara, to=c.jonas)),
    "interactions.record_remedies": of(planned, lambda c, i: core.record_remedies(i, by=c.amara, kinds=["apology"])),
    "playbook.clone_map": of(
        with_map, lambda c, _map: playbook.clone_map(by=c.ada, brand=c.brand, source=SMALL, name="Second")
    ),
    "playbook.save_map": edited(lambda about: playbook.save_map(**about, words={"name": "Other"})),
    "playbook.save_step": edited(lambda about: playbook.save_step(**about, part="leaves", step=LEAF)),
    "playbook.save_owners": edited(lambda about: playbook.save_owners(**about, owners={"watch": "legal"})),
    "playbook.remove_step": of(
        with_map,
        lambda c, _map: (
            playbook.save_step(by=c.ada, brand=c.brand, slug="small", part="leaves", step=LEAF),
            playbook.remove_step(by=c.ada, brand=c.brand, slug="small", key="new"),
        ),
    ),
    "playbook.move_map_first": of(
        two_maps, lambda c, slug: playbook.move_map_first(by=c.ada, brand=c.brand, slug=slug)
    ),
    "playbook.practise": of(with_map, practise),
    "playbook.take_quiz": lambda c: lambda: take_quiz(c),
}
