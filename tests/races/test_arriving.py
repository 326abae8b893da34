"""Messages that come to several workers at once, and against those who work on their threads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from connectors.models import Channel
from interactions import actions
from interactions.models import Contact, Conversation, Interaction
from oncall import actions as oncall
from oncall.models import Alert
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import promises
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def messages(round_: int, size: int = 12) -> list[dict[str, str]]:
    """A batch in three threads by four people; the last one comes twice in it."""
    batch = [
        {
            "remote_id": f"{round_}-{number}",
            "text": "account hacked" if number % 5 == 0 else "Hello",
            "author": f"customer-{number % 4}",
            "thread_id": f"{round_}-thread-{number % 3}",
        }
        for number in range(size)
    ]
    return [*batch, batch[-1]]


def test_the_same_messages_from_eight_workers_are_each_one_interaction(desk: Cast, eight: Crew, peer: Peer) -> None:
    for round_ in range(ROUNDS):
        batch = messages(round_)
        orders = [batch[turn:] + batch[:turn] for turn in range(8)]
        eight.at_once(*[("ingest", {"channel": desk.channel.slug, "messages": order}) for order in orders])
        came = Interaction.objects.filter(remote_id__startswith=f"{round_}-")
        assert sorted(came.values_list("remote_id", flat=True)) == sorted({each["remote_id"] for each in batch})
    assert Contact.objects.count() == 4
    assert Conversation.objects.count() == 3 * ROUNDS
    promises.check(peer)


def test_the_same_people_on_two_channels_of_one_network_are_no_deadlock(desk: Cast, four: Crew, peer: Peer) -> None:
    second = Channel.objects.get(pk=desk.channel.pk)
    second.pk, second.slug = None, "tern-air-help"
    second.save(force_insert=True)
    for round_ in range(ROUNDS):
        people = [f"{round_}-{number}" for number in range(6)]
        batches = []
        for turn, order in enumerate((people, people[::-1], people[3:] + people[:3], people[::2] + people[1::2])):
            batch = [{"remote_id": f"{turn}-{name}-{n}", "text": "Hi", "author": name} for n, name in enumerate(order)]
            # The same id twice in a row makes it two chunks of one transaction.
            batches.append(batch[:1] + batch[:1] + batch[1:2] + batch[1:2] + batch[2:])
        slugs = [desk.channel.slug, second.slug] * 2
        deeds = [{"channel": slug, "messages": batch} for slug, batch in zip(slugs, batches, strict=True)]
        four.at_once(*[("ingest", deed) for deed in deeds])
        assert Contact.objects.filter(remote_id__startswith=f"{round_}-").count() == 6
    promises.check(peer)


def test_reopening_against_a_new_message_leaves_one_open_head(desk: Cast, two: Crew, peer: Peer) -> None:
    for number in range(ROUNDS):
        thread = f"thread-{number}"
        closed = desk.received(author="marta", thread_id=thread)
        actions.close(closed, by=desk.amara, closed_as="spam", reason="Spam")
        message = {"remote_id": f"more-{number}", "text": "I am no robot", "author": "marta", "thread_id": thread}
        reopened, _came = two.at_once(
            ("reopen", {"interaction": closed.pk, "by": "amara"}),
            ("ingest", {"channel": desk.channel.slug, "messages": [message]}),
        )
        assert Interaction.objects.open().filter(conversation=closed.conversation_id).count() == 1
        assert (Interaction.objects.get(pk=closed.pk).state == "flagged") == reopened.is_done
        assert Interaction.objects.filter(remote_id=f"more-{number}").exists()
    promises.check(peer)


def test_looking_again_against_a_new_message_leaves_one_open_head(desk: Cast, two: Crew, peer: Peer) -> None:
    for number in range(ROUNDS):
        thread = f"thread-{number}"
        quiet = desk.received(author="marta", thread_id=thread)
        later = timezone.now() + timedelta(hours=1)
        actions.close(quiet, by=desk.amara, closed_as="monitor", reason="Let us see", look_again_at=later)
        message = {"remote_id": f"more-{number}", "text": "Me again", "author": "marta", "thread_id": thread}
        two.at_once(
            ("monitored_until_now", {"interaction": quiet.pk}),
            ("ingest", {"channel": desk.channel.slug, "messages": [message]}),
        )
        assert Interaction.objects.open().filter(conversation=quiet.conversation_id).count() == 1
    promises.check(peer)


def test_acknowledging_against_edits_in_any_order_is_no_deadlock(desk: Cast, two: Crew, peer: Peer) -> None:
    for round_ in range(ROUNDS):
        reds = [desk.flagged("hacking", author=f"customer-{round_}-{number}") for number in range(6)]
        for red in reds:
            oncall.open_alert(red.pk, by=desk.priya)
        alert = Alert.objects.unresolved().get()
        edits = [
            {"remote_id": red.remote_id, "text": "Changed", "author": red.contact.remote_id, "is_edit": True}
            for red in reversed(reds)
        ]
        acknowledged, _edited = two.at_once(
            ("acknowledge", {"alert": alert.pk, "by": "priya"}),
            ("ingest", {"channel": desk.channel.slug, "messages": edits}),
        )
        assert acknowledged.is_done
        two.at_once(("deliver", {}))
        now = Interaction.objects.filter(pk__in=[red.pk for red in reds])
        assert set(now.values_list("urgency", flat=True)) == {Interaction.Urgency.RED}
        Alert.objects.filter(pk=alert.pk).update(state="resolved")
    promises.check(peer)
