"""The response map on a message: one question at a time, the way is kept with its version, and the end is done."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.actions.mapping import Way
from interactions.models import Interaction, MapRun
from playbook.mapping import map_in_force
from playbook.models import ResponseMap
from tests.cast import Cast
from tests.playbook.mapped import SMALL, with_map

pytestmark = pytest.mark.django_db


def way(cast: Cast, *given: int, **other: Any) -> Way:
    in_force = map_in_force(cast.brand.pk)
    assert in_force is not None
    return Way(**{"map_slug": "small", "sha256": in_force.sha256, "given": given, "key": uuid4()} | other)


def fresh(row: Interaction) -> Interaction:
    return Interaction.objects.get(pk=row.pk)


def address(row: Interaction, asked: str = "") -> str:
    return reverse("interactions:map", args=[row.pk]) + asked


def test_one_walks_question_by_question_and_back_without_keeping_anything(cast: Cast, client: Client) -> None:
    with_map(cast)
    case = cast.received("Hm, strange.")
    client.force_login(cast.amara)
    before = Event.objects.count()
    page = client.get(address(case)).content.decode()
    assert "Could someone be harmed?" in page
    assert "?map=small&amp;way=1" in page
    page = client.get(address(case, "?map=small&way=1")).content.decode()
    assert "Does anybody mind?" in page
    assert "Back one question" in page
    page = client.get(address(case, "?map=small&way=1.1")).content.decode()
    for said in ("Watch it", "Look again tomorrow.", "Care", "1h", "Close it and monitor", "inferred arrow"):
        assert said in page, said
    assert (Event.objects.count(), MapRun.objects.count()) == (before, 0)
    for rubbish in ("?way=99", "?way=x.y", "?map=moon", "?way=" + "0." * 500):
        assert client.get(address(case, rubbish)).status_code == 200
    client.force_login(cast.nora)
    assert client.get(address(case)).status_code == 404


def sent(client: Client, case: Interaction, asked: str, **more: Any) -> Any:
    """What the page of an end sends."""
    form = client.get(address(case, asked)).context["form"]
    return {"key": str(form["key"].value()), "sha256": form["sha256"].value(), **more}


def test_an_end_flags_the_message_and_the_way_stands_in_the_record(cast: Cast, client: Client) -> None:
    with_map(cast)
    case = cast.received("Where is it?")
    client.force_login(cast.amara)
    posted = sent(client, case, "?way=1.0", then="flag")
    assert client.post(address(case, "?way=1.0"), posted).status_code == 422, "which of the two?"
    posted["topic"] = cast.topics["baggage"].pk
    assert client.post(address(case, "?way=1.0"), posted).status_code == 302
    assert client.post(address(case, "?way=1.0"), posted).status_code == 302, "sent twice"
    run = MapRun.objects.get()
    assert fresh(case).topic == cast.topics["baggage"]
    assert [(step["question"], step["answer"]) for step in run.path] == [
        ("Could someone be harmed?", "No"),
        ("Does anybody mind?", "Yes"),
    ]
    assert (run.map_slug, run.leaf, run.done, run.level, run.owner_team) == (
        "small",
        "answer",
        "flagged",
        "yellow",
        "Care",
    )
    assert run.taxonomy_number == 1
    assert run.map_sha256 == map_in_force(cast.brand.pk).sha256
    walked = Event.objects.get(name="interactions.map_walked")
    assert (walked.subject_id, walked.facts["map_run"]) == (case.pk, run.pk)
    page = client.get(reverse("interactions:beside", args=[case.pk])).content.decode()
    assert "Over the response map" in page
    assert "Does anybody mind?" in page


def test_the_review_shows_how_it_was_walked(cast: Cast, client: Client) -> None:
    with_map(cast)
    draft = cast.drafted("baggage", by="jonas")
    actions.walk_map(draft.interaction, by=cast.jonas, way=way(cast, 1, 0))
    client.force_login(cast.ingrid)
    page = client.get(reverse("approvals:review", args=[draft.pk])).content.decode()
    assert "Does anybody mind?" in page
    assert "Small map, v1" in page


def test_monitor_and_let_stand_end_it_with_a_reason_and_a_time(cast: Cast, client: Client) -> None:
    with_map(cast)
    client.force_login(cast.amara)
    watched, left = cast.flagged("baggage"), cast.flagged("praise")
    form = client.get(address(watched, "?way=1.1")).context["form"]
    again = form["look_again_at"].value()
    posted = sent(client, watched, "?way=1.1", then="close", reason="A rant", look_again_at=f"{again:%Y-%m-%dT%H:%M}")
    assert client.post(address(watched, "?way=1.1"), posted).status_code == 302
    assert (fresh(watched).closed_as, fresh(watched).look_again_at.date()) == (
        "monitor",
        (timezone.now() + timedelta(hours=24)).date(),
    )
    without = sent(client, left, "?way=1.2", then="close", reason="")
    assert client.post(address(left, "?way=1.2"), without).status_code == 302
    assert (fresh(left).closed_as, fresh(left).look_again_at) == ("let_stand", None)
    closed = Event.objects.filter(name="interactions.closed", subject_id=left.pk).get()
    assert closed.detail.words["reason"] == "Leave it"


def test_what_is_let_stand_with_a_date_is_open_again_on_it(cast: Cast) -> None:
    with_map(cast)
    case = cast.flagged("praise")
    soon = timezone.now() + timedelta(hours=2)
    actions.walk_map(case, by=cast.amara, way=way(cast, 1, 2), closes=True, reason="Fine", look_again_at=soon)
    assert actions.look_again() == 0
    Interaction.objects.filter(pk=case.pk).update(look_again_at=timezone.now() - timedelta(minutes=1))
    assert actions.look_again() == 1
    assert fresh(case).state == "flagged"
    with pytest.raises(Invalid, match="in the future"):
        actions.close(
            case, by=cast.amara, closed_as="let_stand", reason="Fine", look_again_at=timezone.now() - timedelta(days=1)
        )


def test_a_red_one_is_not_closed_by_one_person_nor_lowered(cast: Cast) -> None:
    with_map(cast)
    red = cast.flagged("hacking")
    soon = timezone.now() + timedelta(hours=1)
    run = actions.walk_map(red, by=cast.amara, way=way(cast, 1, 1), closes=True, look_again_at=soon)
    assert run.done == "asked"
    assert fresh(red).is_open
    actions.walk_map(red, by=cast.amara, way=way(cast, 1, 0), topic=cast.topics["praise"])
    assert fresh(red).level == "red"


def test_refused_ways_leave_nothing(cast: Cast) -> None:
    with_map(cast)
    case = cast.flagged("baggage")
    before = Event.objects.count()
    later = timezone.now() + timedelta(hours=1)
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (Conflict, {"way": way(cast, 1, 0, sha256="0" * 64)}),
        (Conflict, {"way": way(cast, 1, 0, map_slug="moon")}),
        (Invalid, {"way": way(cast, 1)}),
        (Invalid, {"way": way(cast, 1, 0, 3)}),
        (Invalid, {"way": way(cast, 1, 9)}),
        (Invalid, {"way": way(cast, 1, 0), "topic": cast.topics["hacking"]}),
        (Invalid, {"way": way(cast, 1, 0), "closes": True, "look_again_at": later}),
        (Invalid, {"way": way(cast, 1, 1), "closes": True}),
    ]
    for refusal, terms in refused:
        with pytest.raises(refusal):
            actions.walk_map(case, by=cast.amara, **terms)
    for nobody in (cast.axel, cast.nora):
        with pytest.raises(NotAllowed):
            actions.walk_map(case, by=nobody, way=way(cast, 1, 0))
    assert (Event.objects.count(), MapRun.objects.count()) == (before, 0)
    kept = way(cast, 1, 0)
    actions.walk_map(case, by=cast.amara, way=kept)
    with pytest.raises(Conflict):
        actions.walk_map(cast.flagged("praise"), by=cast.amara, way=kept)


def test_a_map_that_was_changed_meanwhile_is_walked_again(cast: Cast, client: Client) -> None:
    with_map(cast)
    case = cast.received()
    client.force_login(cast.amara)
    posted = sent(client, case, "?way=1.2", then="keep")
    ResponseMap.objects.update(name="Another")
    answer = client.post(address(case, "?way=1.2"), posted)
    assert answer.status_code == 409
    assert "Go through it again" in answer.content.decode()


def test_a_way_is_never_changed(cast: Cast) -> None:
    with_map(cast)
    run = actions.walk_map(cast.flagged("praise"), by=cast.amara, way=way(cast, 1, 2))
    assert run.done == "kept"
    for change in ({"title": "Else"}, {"path": []}):
        with pytest.raises(DatabaseError), transaction.atomic():
            MapRun.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MapRun.objects.filter(pk=run.pk).delete()


def test_a_brand_without_a_map_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.amara)
    assert "no response map yet" in client.get(address(cast.received())).content.decode()
    assert SMALL["name"] not in client.get(address(cast.received())).content.decode()
