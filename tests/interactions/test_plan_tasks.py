"""A plan on a message: its actions as tasks with a team and a time, ticked by whom and when; and what was given."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.models import Interaction, PlanTask, Remedy
from playbook.models import Plan
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Interaction:
    Plan.objects.create(
        topic=cast.topics["baggage"],
        complaint="A bag is late.",
        public_answer="We look.",
        internal_actions=["Find it [security, 30 min]", "Call the customer", "Find it [security, 30 min]"],
        notify=["Hub manager", "Police, where it was stolen"],
        scenarios=[
            {"name": "A cello", "complaint": "x", "public_answer": "x", "internal_actions": ["Call the hub [2 h]"]}
        ],
    )
    return cast.flagged("baggage")


def begun(cast: Cast, case: Interaction, **more: Any) -> list[PlanTask]:
    actions.begin_plan(case, by=cast.amara, topic=cast.topics["baggage"], **more)
    return list(PlanTask.objects.filter(interaction=case))


def test_a_plan_is_begun_once_with_teams_and_times(cast: Cast, case: Interaction) -> None:
    tasks = begun(cast, case)
    assert [(task.kind, task.wording, task.team.slug) for task in tasks] == [
        ("action", "Find it", "security"),
        ("action", "Call the customer", "care"),
        ("notice", "Hub manager", "care"),
        ("notice", "Police, where it was stolen", "care"),
    ]
    assert tasks[0].due_at - timezone.now() < timedelta(minutes=31)
    assert begun(cast, case) == tasks, "begun twice it is there once"
    assert Event.objects.filter(name="interactions.plan_begun").count() == 1
    with_cello = begun(cast, case, scenario="A cello")
    assert (with_cello[-1].wording, with_cello[-1].scenario) == ("Call the hub", "A cello")
    with pytest.raises(Invalid):
        begun(cast, case, scenario="A harp")
    with pytest.raises(Invalid):
        actions.begin_plan(case, by=cast.amara, topic=cast.topics["praise"])
    for nobody in (cast.axel, cast.nora):
        with pytest.raises(NotAllowed):
            actions.begin_plan(case, by=nobody, topic=cast.topics["baggage"])


def test_a_task_is_ticked_by_one_person_at_one_moment_and_taken_back_in_the_record(
    cast: Cast, case: Interaction
) -> None:
    task = begun(cast, case)[0]
    with pytest.raises(Conflict):
        actions.untick_task(task, by=cast.amara)
    done = actions.tick_task(task, by=cast.amara)
    assert (done.done_by, done.is_done) == (cast.amara, True)
    with pytest.raises(Conflict, match="Amara Osei did this a moment ago"):
        actions.tick_task(task, by=cast.dev)
    with pytest.raises(Conflict):
        actions.give_task(task, by=cast.dev, to=cast.dev)
    actions.untick_task(task, by=cast.dev)
    names = list(Event.objects.filter(name__contains="task_").order_by("pk").values_list("name", flat=True))
    assert names == ["interactions.task_ticked", "interactions.task_unticked"]
    with pytest.raises(NotAllowed):
        actions.tick_task(task, by=cast.axel)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTask.objects.filter(pk=task.pk).update(done_at=timezone.now())


def test_a_task_is_given_to_somebody_who_can_see_it(cast: Cast, case: Interaction) -> None:
    task = begun(cast, case)[0]
    assert actions.give_task(task, by=cast.amara, to=cast.jonas).owner == cast.jonas
    before = Event.objects.count()
    actions.give_task(task, by=cast.amara, to=cast.jonas)
    assert Event.objects.count() == before
    with pytest.raises(Invalid):
        actions.give_task(task, by=cast.amara, to=cast.nora)
    assert actions.give_task(task, by=cast.amara, to=None).owner is None


def test_the_page_begins_ticks_gives_and_writes_down(cast: Cast, case: Interaction, client: Client) -> None:
    client.force_login(cast.amara)
    beside = reverse("interactions:beside", args=[case.pk])
    assert "Begin the plan: Delivery and baggage" in client.get(beside).content.decode()
    about = {"topic": cast.topics["baggage"].pk}
    assert client.post(reverse("interactions:begin_plan", args=[case.pk]), about).status_code == 302
    task = PlanTask.objects.filter(interaction=case)[0]
    page = client.get(beside).content.decode()
    assert "4 left" in page
    assert client.post(reverse("interactions:give_task", args=[task.pk]), {"to": cast.jonas.pk}).status_code == 302
    assert client.post(reverse("interactions:give_task", args=[task.pk]), {"to": cast.nora.pk}).status_code == 422
    assert client.post(reverse("interactions:give_task", args=[task.pk]), {"to": "x"}).status_code == 302
    assert client.post(reverse("interactions:tick_task", args=[task.pk])).status_code == 302
    assert client.post(reverse("interactions:tick_task", args=[task.pk])).status_code == 409
    given = reverse("interactions:remedies", args=[case.pk])
    assert client.post(given, {"kinds": []}).status_code == 422
    assert client.post(given, {"kinds": ["gold"]}).status_code == 422
    assert client.post(given, {"kinds": ["apology", "voucher"], "note": "Ten pounds"}).status_code == 302
    page = client.get(beside).content.decode()
    for said in ("3 left", "Done by Amara Osei", "Apology, Voucher, Amara Osei", "Ten pounds"):
        assert said in page, said
    client.force_login(cast.nora)
    assert client.post(reverse("interactions:untick_task", args=[task.pk])).status_code == 404


def test_what_they_were_given_is_written_down_when_it_ends(cast: Cast, case: Interaction, client: Client) -> None:
    client.force_login(cast.amara)
    posted = {"closed_as": "no_answer_needed", "reason": "By phone", "remedies": ["solution"]}
    assert client.post(reverse("interactions:close", args=[case.pk]), posted).status_code == 302
    remedy = Remedy.objects.get()
    assert (remedy.interaction, remedy.kinds, remedy.recorded_by) == (case, ["solution"], cast.amara)
    with pytest.raises(Invalid):
        actions.close(cast.flagged("praise"), by=cast.amara, closed_as="spam", reason="Spam", remedies=["gold"])
    red = cast.flagged("hacking")
    request = actions.close(red, by=cast.amara, closed_as="no_answer_needed", reason="By phone", remedies=["apology"])
    assert Remedy.objects.count() == 1, "not before a second person says so"
    actions.confirm(request, by=cast.ingrid)
    assert Remedy.objects.filter(interaction=red, kinds=["apology"]).count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Remedy.objects.filter(pk=remedy.pk).update(kinds=["voucher"])
