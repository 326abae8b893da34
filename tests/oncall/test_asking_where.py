"""“I don’t know where this goes”: somebody is paged with the question until somebody has it, and nothing else moves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit import outbox
from audit.models import Event
from interactions import actions as core
from interactions.models import Interaction
from oncall import actions, invariants, links, queries
from oncall.models import Alert, Page, Question
from oncall.panels import panels
from oncall.subscribers import note_the_rest
from tests.oncall.conftest import Desk

WORDS = "A journalist asks for our safety figures. Who answers that?"


def ask(desk: Desk, interaction: Interaction | None = None, by: str = "amara") -> Question:
    return actions.ask_where(interaction or desk.cast.received(), by=getattr(desk, by), words=WORDS)


def shown(client: Client, desk: Desk, person: str, question: Question) -> str:
    client.force_login(getattr(desk, person))
    return " ".join(client.get(f"/oncall/messages/{question.interaction_id}/").content.decode().split())


def test_whoever_is_on_call_is_paged_and_asked_in_the_page(client: Client, desk: Desk) -> None:
    question = ask(desk)
    desk.sweep()
    assert desk.paged(question.alert) == ["Priya"]
    sent = mail.outbox[0]
    assert sent.subject == "A colleague asks where this goes: Tern Air"
    for secret in ("journalist", "Amara", "Red flag"):  # a page holds neither words nor names
        assert secret not in sent.subject + sent.body
    page = client.get(
        links.page_url(user_id=desk.priya.pk, alert_id=question.alert_id).removeprefix("http://127.0.0.1:8000")
    )
    assert "Amara Osei asks where this goes" in page.content.decode()
    assert "A journalist asks for our safety figures." in page.content.decode()
    assert "Red flag" not in page.content.decode()


def test_it_goes_on_to_the_next_until_somebody_has_it(desk: Desk, clock) -> None:
    question = ask(desk)
    desk.sweep()
    clock.shift(timedelta(minutes=5))
    desk.sweep()
    assert desk.paged(question.alert) == ["Priya", "Tomás"]
    actions.acknowledge(question.alert, by=desk.tomas)
    clock.shift(timedelta(minutes=30))
    desk.sweep()
    assert desk.paged(question.alert) == ["Priya", "Tomás"]


def test_in_a_gap_it_goes_to_whom_the_policy_names_next(desk: Desk) -> None:
    User.objects.filter(pk__in=[desk.priya.pk, desk.tomas.pk]).update(is_active=False)
    assert desk.paged(ask(desk).alert) == ["Ingrid"]


def test_without_redis_and_without_a_nudge_the_sweep_sends_it(client: Client, desk: Desk, settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    client.force_login(desk.amara)
    interaction = desk.cast.received()
    answer = client.post(f"/oncall/messages/{interaction.pk}/", {"words": WORDS})
    assert answer.status_code == 302
    desk.sweep()
    assert [page.state for page in Page.objects.all()] == [Page.State.SENT]
    assert len(mail.outbox) == 1


def test_the_item_shows_who_was_asked_and_whether_they_have_it(client: Client, desk: Desk) -> None:
    question = ask(desk)
    text = shown(client, desk, "amara", question)
    assert "Amara Osei asked where this goes" in text
    assert WORDS in text
    assert "Asked: Priya Raman. <b>Nobody has it yet.</b> Tomás Herrera is next in" in text
    assert "I’ve got it" not in text  # Amara is not on call
    assert "I’ve got it" in shown(client, desk, "priya", question)
    actions.acknowledge(question.alert, by=desk.priya)
    assert "Priya Raman has it" in shown(client, desk, "amara", question)


def test_pressing_twice_pages_once(client: Client, desk: Desk) -> None:
    interaction = desk.cast.received()
    client.force_login(desk.amara)
    for _press in range(2):
        assert client.post(f"/oncall/messages/{interaction.pk}/", {"words": WORDS}).status_code == 302
    first = Question.objects.get()
    assert ask(desk, interaction, by="jonas") == first
    assert Page.objects.count() == 1
    assert Event.objects.filter(name="oncall.asked_where").count() == 1


def test_two_questions_about_one_thing_cannot_be(desk: Desk) -> None:
    alert = ask(desk).alert
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(
            brand=alert.brand,
            team=alert.team,
            key=alert.key,
            plan=alert.plan,
            next_step_at=timezone.now(),
            raised_at=timezone.now(),
        )


def test_a_red_flag_without_a_topic_cannot_be(desk: Desk) -> None:
    alert = desk.red()
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(topic=None)


def test_it_needs_a_sentence(client: Client, desk: Desk) -> None:
    client.force_login(desk.amara)
    answer = client.post(f"/oncall/messages/{desk.cast.received().pk}/", {"words": "  "})
    assert answer.status_code == 422
    with pytest.raises(Invalid):
        actions.ask_where(desk.cast.received(), by=desk.amara, words=" ")
    assert not Page.objects.exists()


def test_an_auditor_is_told_whom_to_ask_and_pages_nobody(client: Client, desk: Desk) -> None:
    interaction = desk.cast.received()
    client.force_login(desk.axel)
    page = client.get(f"/oncall/messages/{interaction.pk}/").content.decode()
    assert "Priya Raman" in page
    assert "I don’t know where this goes" not in page
    refused = client.post(f"/oncall/messages/{interaction.pk}/", {"words": WORDS})
    assert refused.status_code == 403
    assert "not page anybody about it. Ask somebody of Care." in refused.content.decode()
    assert not Page.objects.exists()


def test_a_machine_asks_nobody(desk: Desk) -> None:
    User.objects.filter(pk=desk.amara.pk).update(is_machine=True)
    with pytest.raises(NotAllowed, match="Only a person"):
        ask(desk)


def test_about_what_is_closed_nobody_is_paged(desk: Desk) -> None:
    closed = desk.cast.received()
    core.close(closed, by=desk.amara, closed_as="spam", reason="Spam")
    with pytest.raises(Conflict, match="closed"):
        ask(desk, closed)


def test_it_is_on_the_record_of_the_message_with_its_sentence(client: Client, desk: Desk) -> None:
    question = ask(desk)
    client.force_login(desk.dev)
    text = client.get(f"/inbox/{question.interaction_id}/").content.decode()
    assert "Amara Osei does not know where this goes, and asked who is on call: “A journalist" in " ".join(text.split())
    told = Event.objects.get(name="interactions.place_asked")
    assert told.actor == desk.amara
    assert "journalist" not in str(told.facts)  # words stand where they can be erased


def test_it_neither_holds_nor_flags_nor_lifts(desk: Desk) -> None:
    for interaction in (desk.cast.received(), desk.cast.flagged("hacking")):
        before = Interaction.objects.filter(pk=interaction.pk).values().get()
        question = ask(desk, interaction)
        actions.acknowledge(question.alert, by=desk.priya)
        actions.end_question(interaction, by=desk.amara)
        assert Interaction.objects.filter(pk=interaction.pk).values().get() == before


def test_taking_the_question_takes_no_red_flag(desk: Desk) -> None:
    """The red flag is paged on: the question is no alarm, and hides none."""
    alert = desk.red()
    red = alert.flags.get().interaction
    question = ask(desk, red)
    assert [alarm.alert_id for alarm in queries.alarms_for(desk.dev, [desk.cast.brand.pk])] == [alert.pk]
    actions.acknowledge(question.alert, by=desk.priya)
    note_the_rest(Event.objects.filter(name="oncall.acknowledged").latest("pk"))
    assert Interaction.objects.get(pk=red.pk).urgency == Interaction.Urgency.RED_UNACKNOWLEDGED
    assert Alert.objects.get(pk=alert.pk).is_live
    assert queries.alert_facts([red.pk])[red.pk]["is_acknowledged"] is False
    assert panels(red, desk.dev)[0].shown["alert"] == alert


def test_a_question_does_not_hide_a_red_flag_that_nobody_was_paged_for(desk: Desk, clock) -> None:
    red = desk.cast.flagged("major-account")
    ask(desk, red)
    clock.shift(timedelta(minutes=10))
    outbox.Delivery.objects.all().delete()
    assert list(invariants.red_without_alert()) == [red.pk]


def test_lowering_red_leaves_the_question_standing(desk: Desk) -> None:
    alert = desk.red()
    red = alert.flags.get().interaction
    question = ask(desk, red)
    asked = core.lower(red, by=desk.amara, topics=[desk.cast.topics["praise"]], reason="A joke")
    core.confirm(asked, by=desk.dev)
    outbox.sweep()
    assert Alert.objects.get(pk=alert.pk).state == Alert.State.RESOLVED
    assert Alert.objects.get(pk=question.alert_id).is_live


def test_closing_the_message_ends_it(desk: Desk) -> None:
    question = ask(desk)
    core.close(question.interaction, by=desk.amara, closed_as="spam", reason="Spam")
    outbox.sweep()
    assert Alert.objects.get(pk=question.alert_id).state == Alert.State.RESOLVED
    actions.end_questions([question.interaction_id])
    assert Event.objects.filter(name="oncall.question_ended").count() == 1


def test_it_has_its_place_ends_it_and_one_may_ask_again(client: Client, desk: Desk) -> None:
    question = ask(desk)
    client.force_login(desk.amara)
    client.post(f"/oncall/messages/{question.interaction_id}/settled/")
    assert Alert.objects.get(pk=question.alert_id).state == Alert.State.RESOLVED
    again = client.post(f"/oncall/messages/{question.interaction_id}/settled/", follow=True)
    assert "Nobody asks about this any more." in again.content.decode()
    assert ask(desk, question.interaction) != question


def test_a_drill_is_said_to_be_one(desk: Desk) -> None:
    team, topic = desk.cast.teams["care"], desk.cast.topics["hacking"]
    drill = actions.start_drill(by=desk.priya, topic=topic, team=team, text="account hacked")
    question = ask(desk, Interaction.objects.get(pk=drill.interaction_id))
    assert question.alert.is_drill
