"""Judged again as more people look: open, answered or closed. It raises and reopens, and never lowers."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from audit import outbox
from audit.models import Event
from connectors.contract import Incoming, Receipt
from connectors.webhook.connector import Webhook
from interactions import actions, publishing
from interactions.models import Interaction
from oncall.models import Alert
from playbook import actions as playbook
from playbook import current
from playbook.models import Rule, Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Baggage turns into a major issue at 500 likes, shares and comments, or a reach of 10,000."""
    baggage = Topic.objects.get(pk=cast.topics["baggage"].pk)
    baggage.raises_from_engagement, baggage.raises_from_reach = 500, 10_000
    baggage.raises_to = cast.topics["major-account"]
    playbook.save_topic(by=SYSTEM, topic=baggage)
    current.forget()
    return cast


def seen_by(cast: Cast, message: Incoming, **counts: int) -> Interaction:
    """The same message again, with these counts."""
    facts = {name: getattr(message, name) for name in ("remote_id", "text", "occurred_at")} | counts
    again = Incoming(author=message.author, **facts)
    actions.receive(cast.channel, [again])
    return Interaction.objects.get(remote_id=message.remote_id)


def came(cast: Cast, text: str = "My suitcase is gone", **facts: Any) -> Incoming:
    message = cast.message(text, **facts)
    actions.receive(cast.channel, [message])
    return message


def told(row: Interaction) -> list[str]:
    events = Event.objects.filter(subject_type="interactions.interaction", subject_id=row.pk).order_by("id")
    return [name.partition(".")[2] for name in events.values_list("name", flat=True)]


def test_an_open_one_is_raised_held_and_paged_for_as_it_passes_a_threshold(cast: Cast) -> None:
    message = came(cast)
    row = seen_by(cast, message, likes=300, shares=100)
    assert (row.level, row.likes, row.shares, told(row)) == ("yellow", 300, 100, ["received", "flagged"])
    row = seen_by(cast, message, likes=300, shares=100, comments=100)
    assert (row.level, row.is_held, row.topic) == ("red", True, cast.topics["major-account"])
    flag = row.flags.get(topic=cast.topics["major-account"])
    assert flag.why == {"counts": "engagement", "now": 500, "from": 500, "raised_from": cast.topics["baggage"].pk}
    outbox.sweep()
    assert Alert.objects.get().flags.get().interaction == row


def test_a_closed_one_is_opened_again_with_a_new_clock(cast: Cast) -> None:
    message = came(cast)
    row = Interaction.objects.get()
    actions.close(row, by=cast.amara, closed_as="let_stand", reason="Nobody reads it")
    received = Interaction.objects.get().received_at
    row = seen_by(cast, message, reach=12_000)
    assert (row.state, row.level, row.is_held, row.closed_as) == ("flagged", "red", True, "")
    assert told(row)[-2:] == ["reopened", "flagged"]
    assert row.due_at > received
    assert row.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED
    assert row.flags.latest("pk").why["counts"] == "reach"
    outbox.sweep()
    assert Alert.objects.live().count() == 1


def test_an_answered_one_is_opened_again_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Webhook, "publish", lambda _self, outgoing: Receipt(f"post-{outgoing.key}"))
    message = came(cast)
    draft = actions.draft(Interaction.objects.get(), by=cast.amara, text="We look.", consideration="One bag")
    actions.approve(draft, by=cast.dev)
    publishing.sweep()
    assert Interaction.objects.get().state == "responded"
    row = seen_by(cast, message, likes=9_000)
    assert (row.state, row.level) == ("flagged", "red")
    assert row.replies.get().state == "sent"


def test_nothing_is_lowered_and_an_old_delivery_takes_nothing_back(cast: Cast) -> None:
    message = came(cast)
    seen_by(cast, message, likes=600)
    row = seen_by(cast, message, likes=3, reach=7)
    assert (row.likes, row.reach, row.level) == (600, 7, "red")
    before = Event.objects.count()
    seen_by(cast, message, likes=600)
    seen_by(cast, message)  # a network that tells no counts takes none away
    assert Event.objects.count() == before
    assert Interaction.objects.get().likes == 600


def test_a_flag_that_people_took_off_comes_back_only_by_another_threshold(cast: Cast) -> None:
    message = came(cast)
    row = seen_by(cast, message, likes=600)
    request = actions.lower(row, by=cast.amara, topics=[cast.topics["baggage"]], reason="A giveaway")
    actions.confirm(request, by=cast.dev)
    assert seen_by(cast, message, likes=5_000).level == "yellow"
    assert seen_by(cast, message, likes=5_000, reach=20_000).level == "yellow"  # already passed by likes: decided


def test_words_that_speak_only_before_many_are_heard_when_many_look(cast: Cast) -> None:
    Rule.objects.create(topic=cast.topics["hacking"], name="loud", any_of=["password"], min_engagement=50, points=10)
    playbook.save_topic(by=SYSTEM, topic=Topic(brand=cast.brand, slug="x", name="X", level="green", area="care"))
    message = came(cast, "Is my password safe with you?")
    assert seen_by(cast, message, likes=49).level == ""
    assert seen_by(cast, message, likes=50).topic == cast.topics["hacking"]


def test_what_no_topic_foresees_is_caught_by_numbers_alone(cast: Cast) -> None:
    catcher = Topic.objects.get(pk=cast.topics["hacking"].pk)
    catcher.catches_from_engagement = 10_000
    playbook.save_topic(by=SYSTEM, topic=catcher)
    message = came(cast, "Look at this")
    assert seen_by(cast, message, likes=9_999).level == ""
    assert seen_by(cast, message, likes=10_000).level == "red"
    born_loud = came(cast, "Look at that", likes=20_000)
    assert Interaction.objects.get(remote_id=born_loud.remote_id).level == "red"


def test_a_loud_follow_up_raises_the_open_message_of_its_person(cast: Cast) -> None:
    first = came(cast, author="marta", thread_id="t1")
    second = came(cast, "Hello?", author="marta", thread_id="t1")
    Topic.objects.filter(pk=cast.topics["hacking"].pk).update(catches_from_reach=5)
    playbook.save_topic(by=SYSTEM, topic=Topic(brand=cast.brand, slug="x", name="X", level="green", area="care"))
    follow_up = seen_by(cast, second, reach=6)
    head = Interaction.objects.get(remote_id=first.remote_id)
    assert (follow_up.state, head.level, head.is_open) == ("closed", "red", True)


def test_a_human_flag_counts_for_what_is_sensitive(cast: Cast) -> None:
    message = came(cast, "Hm.")
    actions.flag(Interaction.objects.get(), by=SYSTEM, topics=[cast.topics["baggage"]])
    assert seen_by(cast, message, likes=500).level == "red"


def test_counting_a_batch_costs_the_same_for_many_as_for_one(cast: Cast) -> None:
    messages = [cast.message("My suitcase is gone") for _each in range(60)]
    actions.receive(cast.channel, messages)
    costs = []
    for size, likes in ((1, 5), (60, 9)):
        facts = ("remote_id", "text", "occurred_at", "author")
        again = [Incoming(**{name: getattr(one, name) for name in facts}, likes=likes) for one in messages[:size]]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            actions.receive(cast.channel, again)
        costs.append(len(seen))
    with CaptureQueriesContext(connection) as known:
        actions.receive(cast.channel, again)  # nothing rose: nothing is written
    assert costs[0] == costs[1]
    assert costs[1] - len(known) == 3  # the counts, how they rose, and the playbook's version
