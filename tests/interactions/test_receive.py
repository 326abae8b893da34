"""Receiving: nothing lost, nothing doubled (P6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.models import Event
from audit.sealing import seal
from audit.verification import breaks
from connectors.contract import Author
from interactions import actions
from interactions.models import Contact, Flag, Hold, Interaction, Quarantined, Reply
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_same_message_delivered_three_times_is_one_interaction(cast: Cast) -> None:
    message = cast.message()
    first = actions.receive(cast.channel, [message])
    again = actions.receive(cast.channel, [message, message])
    assert (first.outcomes, again.outcomes) == (["new"], ["known", "known"])
    assert Interaction.objects.count() == 1


def test_a_message_without_a_topic_waits_for_triage(cast: Cast) -> None:
    interaction = cast.received("Hello there")
    assert (interaction.state, interaction.level, interaction.topic) == ("received", "", None)


def test_words_of_a_red_topic_flag_and_hold_in_the_same_transaction(cast: Cast) -> None:
    interaction = cast.received("My account hacked, I never shared my password")
    assert (interaction.state, interaction.level, interaction.is_held) == ("flagged", "red", True)
    assert interaction.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED
    assert Hold.objects.filter(interaction=interaction, lifted_at=None).count() == 1
    flag = Flag.objects.get(interaction=interaction)
    assert flag.why["words"] == ["account hacked", "never shared my password"]
    names = list(Event.objects.filter(subject_id=interaction.pk).order_by("pk").values_list("name", flat=True))
    assert names == ["interactions.received", "interactions.flagged"]


def test_a_follow_up_continues_in_the_open_head_and_lends_it_its_flags(cast: Cast) -> None:
    head = cast.received("My suitcase!", author="marta", thread_id="t1")
    follow = cast.received("And my account hacked", author="marta", thread_id="t1")
    head = Interaction.objects.get(pk=head.pk)
    assert (follow.state, follow.closed_as, follow.head) == ("closed", "continued", head)
    assert (head.level, head.is_held, head.thread_version) == ("red", True, 2)


def test_a_follow_up_in_the_same_batch_continues_in_its_head(cast: Cast) -> None:
    batch = [cast.message(t, author="marta", thread_id="t1") for t in ("Hi", "my suitcase", "account hacked")]
    received = actions.receive(cast.channel, batch)
    head = Interaction.objects.get(head=None)
    assert received.counts["new"] == 3
    assert (head.level, head.thread_version, head.follow_ups.count()) == ("red", 3, 2)
    assert set(head.flags.values_list("topic__slug", flat=True)) == {"baggage", "hacking"}


def test_after_a_closed_head_a_follow_up_is_the_new_head(cast: Cast) -> None:
    head = cast.received("Thanks", author="marta", thread_id="t1")
    actions.close(head, by=cast.amara, closed_as="no_answer_needed", reason="A thank you")
    follow = cast.received("One more thing", author="marta", thread_id="t1")
    assert follow.is_open
    assert follow.head is None


def test_the_brands_own_answer_closes_the_head_as_answered_elsewhere(cast: Cast) -> None:
    head = cast.received("My suitcase", author="marta", thread_id="t1")
    actions.receive(cast.channel, [cast.message("Found it", direction="outbound", thread_id="t1", author="brand")])
    head = Interaction.objects.get(pk=head.pk)
    assert (head.state, head.closed_as) == ("closed", "answered_elsewhere")
    assert Reply.objects.get().origin == "elsewhere"


def test_red_that_was_answered_elsewhere_stays_held_and_asks_a_person(cast: Cast) -> None:
    head = cast.received("account hacked", author="marta", thread_id="t1")
    actions.receive(cast.channel, [cast.message("Found it", direction="outbound", thread_id="t1", author="brand")])
    head = Interaction.objects.get(pk=head.pk)
    assert (head.state, head.is_held) == ("flagged", True)
    assert head.answered_elsewhere_at is not None


def test_a_batch_of_question_answer_question_leaves_the_last_question_open(cast: Cast) -> None:
    batch = [
        cast.message("First", author="marta", thread_id="t1"),
        cast.message("Answer", direction="outbound", thread_id="t1", author="brand"),
        cast.message("Second", author="marta", thread_id="t1"),
    ]
    actions.receive(cast.channel, batch)
    assert [i.text for i in Interaction.objects.open()] == ["Second"]


def test_a_reply_whose_parent_comes_later_is_in_its_thread(cast: Cast) -> None:
    child = cast.received("Me too", author="rob", remote_id="c1", parent_id="p1")
    parent = cast.received("My suitcase", author="marta", remote_id="p1", thread_id="thread-9")
    child = Interaction.objects.get(pk=child.pk)
    assert child.conversation_id == parent.conversation_id


def test_a_reply_that_stands_before_its_parent_in_one_batch_is_in_its_thread(cast: Cast) -> None:
    child = cast.message("Me too", author="rob", remote_id="c1", parent_id="p1")
    grandchild = cast.message("And me", author="ann", remote_id="g1", parent_id="c1")
    parent = cast.message("My suitcase", author="marta", remote_id="p1", thread_id="thread-9")
    actions.receive(cast.channel, [grandchild, child, parent])
    assert set(Interaction.objects.values_list("conversation__key", flat=True)) == {"thread-9"}


def test_messages_that_name_each_other_as_parents_are_taken_in(cast: Cast) -> None:
    ring = [cast.message(remote_id=one, parent_id=other) for one, other in (("a", "b"), ("b", "a"), ("c", "c"))]
    assert actions.receive(cast.channel, ring).counts["new"] == 3


def test_two_open_heads_of_one_person_become_one_when_their_threads_turn_out_to_be_one(cast: Cast) -> None:
    head = cast.received("My suitcase", author="marta", remote_id="x1", thread_id="thread-9")
    orphan = cast.received("account hacked", author="marta", remote_id="c1", parent_id="p1")
    cast.received("Hm", author="rob", remote_id="p1", thread_id="thread-9")
    orphan, head = Interaction.objects.get(pk=orphan.pk), Interaction.objects.get(pk=head.pk)
    assert (orphan.state, orphan.head) == ("closed", head)
    assert head.level == "red"


def test_a_thread_that_moves_to_its_parent_leaves_an_event_for_each_row(cast: Cast) -> None:
    orphan = cast.received("Me too", author="rob", remote_id="c1", parent_id="p1")
    answer = cast.message("We look", author="us", remote_id="a1", parent_id="c1", direction="outbound")
    actions.receive(cast.channel, [answer])
    waited = orphan.conversation_id
    parent = cast.received("My suitcase", author="marta", remote_id="p1", thread_id="thread-9")
    moves = {"before": waited, "conversation": parent.conversation_id}
    (moved,) = Event.objects.filter(name="interactions.moved")
    assert (moved.subject_id, moved.facts["team"]) == (orphan.pk, orphan.team_id)
    assert moved.facts.items() >= moves.items()
    (reply_moved,) = Event.objects.filter(name="interactions.reply_moved")
    assert (reply_moved.subject_id, reply_moved.facts) == (Reply.objects.get().pk, moves)
    assert Reply.objects.get().conversation_id == parent.conversation_id


def test_an_edit_by_its_author_is_kept_and_judged_again(cast: Cast) -> None:
    first = cast.received("Hello", remote_id="e1", author="marta")
    edit = cast.message("account hacked", remote_id="e1", author="marta", is_edit=True)
    received = actions.receive(cast.channel, [edit])
    first = Interaction.objects.get(pk=first.pk)
    assert received.outcomes == ["changed"]
    assert (first.text, first.level, first.thread_version) == ("account hacked", "red", 2)
    event = Event.objects.get(name="interactions.edited_by_author")
    assert event.detail.words == {"before": "Hello", "after": "account hacked"}


def test_other_words_under_a_known_id_are_quarantined_once_and_change_nothing(cast: Cast) -> None:
    first = cast.received("Hello", remote_id="e1", author="marta")
    other = cast.message("Pay here", remote_id="e1", author="mallory")
    assert actions.receive(cast.channel, [other]).outcomes == ["quarantined"]
    assert actions.receive(cast.channel, [other]).outcomes == ["known"]
    assert Quarantined.objects.get().text == "Pay here"
    assert Interaction.objects.get(pk=first.pk).text == "Hello"


def test_a_deletion_by_its_author_is_kept_and_our_copy_stays(cast: Cast) -> None:
    first = cast.received("Hello", remote_id="e1", author="marta")
    actions.receive(cast.channel, [cast.message("", remote_id="e1", author="marta", is_deletion=True)])
    first = Interaction.objects.get(pk=first.pk)
    assert first.deleted_at
    assert (first.text, first.thread_version) == ("Hello", 2)


def test_a_clock_in_the_future_is_clamped(cast: Cast) -> None:
    interaction = cast.received("Hi", occurred_at=timezone.now() + timedelta(days=400))
    assert interaction.occurred_at <= timezone.now() + timedelta(minutes=5)


def test_an_author_is_one_contact_and_learns_new_facts(cast: Cast) -> None:
    cast.received("One", author=Author("a1", handle="@a", followers=10))
    cast.received("Two", author=Author("a1", followers=5000))
    contact = Contact.objects.get(remote_id="a1")
    assert (contact.handle, contact.followers) == ("@a", 5000)


def test_every_message_leaves_its_event_and_the_record_holds(cast: Cast) -> None:
    for text in ("Hello", "my suitcase", "account hacked"):
        cast.received(text)
    while seal():
        pass
    assert list(breaks()) == []
    assert Event.objects.filter(name="interactions.received").count() == 3


def test_a_machine_never_lowers(cast: Cast) -> None:
    red = cast.flagged("hacking")
    same = actions.flag(red, by=SYSTEM, topics=[cast.topics["praise"]])
    assert same.level == "red"


def test_question_answer_question_about_a_head_that_was_there_before(cast: Cast) -> None:
    first = cast.received("First", author="marta", thread_id="t1")
    batch = [
        cast.message("Answer", direction="outbound", thread_id="t1", author="brand"),
        cast.message("Second", author="marta", thread_id="t1"),
    ]
    actions.receive(cast.channel, batch)
    assert Interaction.objects.get(pk=first.pk).state == "closed"
    assert [i.text for i in Interaction.objects.open()] == ["Second"]
