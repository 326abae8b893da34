"""A drill: a made-up red flag that takes every way of a true one, says everywhere what it is, and leads nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals import actions as approvals
from approvals.marks import marks_of
from audit import outbox
from audit.models import Event
from connectors.webhook.connector import Webhook
from interactions import actions as core
from interactions import publishing
from interactions.models import Interaction, Reply
from oncall import actions, engine, lanes
from oncall.drills import Report
from oncall.models import Alert, Drill
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_real_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is posted over a channel that leads somewhere fails the test."""

    def leaked(_self: Any, outgoing: Any) -> None:
        raise AssertionError(f"It left: {outgoing.text}")

    monkeypatch.setattr(Webhook, "publish", leaked)


def started(desk: Desk, text: str = "My account hacked, help", name: str = "priya") -> Drill:
    team, topic = desk.cast.teams["care"], desk.cast.topics["hacking"]
    return actions.start_drill(by=getattr(desk, name), topic=topic, team=team, text=text)


def browse(desk: Desk, name: str) -> Client:
    client = Client()
    client.force_login(getattr(desk, name))
    return client


def read(desk: Desk, name: str, address: str) -> str:
    return " ".join(browse(desk, name).get(address).content.decode().split())


def test_from_start_to_report(desk: Desk, clock: Any) -> None:
    drill = started(desk)
    desk.sweep()
    alert = Alert.objects.get(flags__interaction=drill.interaction)
    assert (alert.is_drill, desk.paged(alert)) == (True, ["Priya"])
    clock.shift(timedelta(minutes=2))
    actions.acknowledge(alert, by=desk.priya)
    clock.shift(timedelta(minutes=3))
    until = drill.started_at + timedelta(hours=1)
    statement = core.state_holding(drill.interaction, by=desk.amara, message=desk.cast.holding, next_update_at=until)
    for name in ("priya", "ruth"):
        core.sign_statement(statement, by=getattr(desk, name))
    publishing.sweep()
    report = Report(drill)
    assert (report.acknowledgement.took, report.first_statement.took) == (timedelta(minutes=2), timedelta(minutes=5))
    assert (report.wrong_postings, report.is_passed, drill.was_found) == (0, True, True)
    ended = actions.end_drill(drill, by=desk.ada, lesson="Call the second number first")
    desk.sweep()
    assert Interaction.objects.get().closed_as == "drill"
    assert Alert.objects.get().state == "resolved"
    page = read(desk, "amara", f"/oncall/drills/{drill.pk}/")
    for words in ("2 m 0 s", "5 m 0 s", "Call the second number first", "Wrong postings", "Priya Raman took it"):
        assert words in page, words
    with pytest.raises(Conflict):
        actions.end_drill(ended, by=desk.ada)


def test_it_says_everywhere_that_it_is_one(desk: Desk) -> None:
    drill = started(desk)
    desk.sweep()
    [page] = [sent for sent in mail.outbox if "Hacking" in sent.subject]
    assert page.subject.startswith("DRILL")
    assert page.body.startswith("DRILL")
    row, case = read(desk, "amara", "/inbox/"), read(desk, "amara", f"/inbox/{drill.interaction_id}/")
    assert "Drill</span>" in row
    assert "<b>Drill.</b>" in row  # the alarm bar
    assert "Drill: nothing of it leaves" in case
    assert "Drill. Red · Stop." in case
    assert "Drill · Escalation Desk flagged this red" in case
    assert "Paging, a drill" in read(desk, "priya", f"/inbox/{drill.interaction_id}/")
    link = page.body.split("http://", 1)[1].split()[0]
    assert "<b>Drill.</b>" in read(desk, "priya", "/" + link.split("/", 1)[1])


def test_a_true_crisis_is_never_hidden_by_a_drill_nor_a_drill_by_it(desk: Desk) -> None:
    drill = started(desk)
    desk.sweep()
    actions.acknowledge(Alert.objects.get(is_drill=True), by=desk.priya)
    truth = desk.red("hacking")
    assert (truth.is_drill, truth.is_live) == (False, True)
    assert desk.paged(truth) == ["Priya"]
    actions.end_drill(drill, by=desk.priya)
    started(desk)
    desk.sweep()
    assert Alert.objects.live().filter(is_drill=True).count() == 1
    assert not [sent.subject for sent in mail.outbox if "DRILL" in sent.subject and sent.subject.count("Red flag") != 1]


def test_nothing_of_it_leaves_whatever_is_approved(desk: Desk) -> None:
    drill = started(desk)
    until = drill.started_at + timedelta(hours=1)
    release = core.release(drill.interaction, by=desk.priya, says="One answer", expires_at=until)
    core.sign_release(release, role="communications", by=desk.tomas)
    core.sign_release(release, role="legal", by=desk.ruth)
    draft = core.draft(drill.interaction, by=desk.jonas, text="Your account is back.")
    approvals.approve(draft, by=desk.dev)
    approvals.approve(draft, by=desk.ingrid)
    publishing.sweep()
    reply = Reply.objects.get()
    assert (reply.state, reply.channel.network) == ("sent", "rehearsal")
    assert Report(drill).wrong_postings == 0
    assert marks_of(desk.jonas, since=drill.started_at - timedelta(days=1)) == []  # nobody is judged by a drill
    Reply.objects.update(channel=desk.cast.channel)  # as no way of the product can
    assert Report(drill).wrong_postings == 1


def test_what_the_rules_do_not_see_is_flagged_and_said(desk: Desk) -> None:
    drill = started(desk, "Something odd happened")
    assert (drill.was_found, drill.interaction.is_red) == (False, True)
    assert "It was flagged for the drill." in read(desk, "amara", f"/oncall/drills/{drill.pk}/")


def test_one_at_a_time_by_those_who_manage_on_call_about_red_alone(desk: Desk) -> None:
    before = Interaction.objects.count()
    with pytest.raises(NotAllowed):
        started(desk, name="amara")
    with pytest.raises(Invalid):
        started(desk, "  ")
    with pytest.raises(Invalid):
        actions.start_drill(by=desk.ada, topic=desk.cast.topics["praise"], team=desk.cast.teams["care"], text="Thanks")
    assert Interaction.objects.count() == before
    drill = started(desk)
    with pytest.raises(Conflict):
        started(desk)
    assert Interaction.objects.count() == before + 1
    with pytest.raises(NotAllowed):
        actions.end_drill(drill, by=desk.dev)
    with pytest.raises(Invalid):
        core.end_rehearsal(desk.cast.flagged("hacking"), by=desk.ada)


def test_it_is_started_and_ended_on_its_page(desk: Desk) -> None:
    team, topic = desk.cast.teams["care"], desk.cast.topics["hacking"]
    words = {"topic": topic.pk, "team": team.pk, "text": "account hacked"}
    assert browse(desk, "ada").post("/oncall/drills/", {}).status_code == 422
    assert browse(desk, "ada").post("/oncall/drills/", words).status_code == 302
    drill = Drill.objects.get()
    assert browse(desk, "ada").post("/oncall/drills/", words).status_code == 422
    assert "A drill is running already." in browse(desk, "ada").post("/oncall/drills/", words).content.decode()
    assert "Start the drill" not in read(desk, "amara", "/oncall/drills/")
    browse(desk, "ada").post(f"/oncall/drills/{drill.pk}/end/", {"lesson": "Faster"})
    assert Drill.objects.get().lesson == "Faster"
    assert [*Event.objects.filter(name__startswith="oncall.drill").values_list("name", flat=True)] == [
        "oncall.drill_started",
        "oncall.drill_ended",
    ]
    assert browse(desk, "nora").get(f"/oncall/drills/{drill.pk}/").status_code == 404


def test_readiness_names_what_is_missing_and_where_to_mend_it(
    desk: Desk, clock: Any, django_assert_max_num_queries: Any
) -> None:
    page = read(desk, "amara", "/oncall/readiness/")
    for words in ("Every topic has a plan", "No drill lately.", "Delivery and baggage; Hacking", "/playbook/"):
        assert words in page, words
    assert "3 of 9 in order." in page  # owners, a policy, and who is on call
    assert "Somebody is on call in the next four weeks</b>" not in page  # Priya and Tomás take turns
    drill = started(desk)
    desk.sweep()
    actions.acknowledge(Alert.objects.get(), by=desk.priya)
    actions.end_drill(drill, by=desk.priya)
    assert "The last one missed a target" in read(desk, "amara", "/oncall/readiness/")
    client = browse(desk, "amara")
    client.get("/oncall/readiness/")
    with django_assert_max_num_queries(30):
        client.get("/oncall/readiness/")
    outbox.sweep()
    engine.sweep(lanes.at_once)
