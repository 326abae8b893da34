"""Flagging, lowering, and the second person (P3)."""

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from accounts.actors import SYSTEM
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.models import Hold, Interaction, SecondPersonRequest
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_red_holds_at_once_and_says_so_in_its_event(cast: Cast) -> None:
    red = actions.flag(cast.received(), by=cast.amara, topics=[cast.topics["hacking"]], reason="She says so")
    assert (red.level, red.is_held, red.state) == ("red", True, "flagged")
    event = Event.objects.get(name="interactions.flagged")
    assert event.facts["level"] == "red"
    assert event.actor == cast.amara
    assert event.detail.words == {"reason": "She says so"}


def test_the_highest_of_several_topics_wins(cast: Cast) -> None:
    topics = [cast.topics["praise"], cast.topics["baggage"]]
    assert actions.flag(cast.received(), by=cast.amara, topics=topics).level == "yellow"


def test_flagging_the_same_twice_writes_nothing_new(cast: Cast) -> None:
    yellow = cast.flagged("baggage")
    events = Event.objects.count()
    again = actions.flag(yellow, by=cast.amara, topics=[cast.topics["baggage"]])
    assert again.flag_version == yellow.flag_version
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", ["axel", "nora"])
def test_who_may_not_flag_is_told_so(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.flag(cast.received(), by=getattr(cast, name), topics=[cast.topics["praise"]])


def test_a_topic_of_another_brand_is_refused(cast: Cast) -> None:
    topic = cast.topics["praise"]
    topic.brand = cast.other_brand
    with pytest.raises(Invalid):
        actions.flag(cast.received(), by=cast.amara, topics=[topic])


def test_lowering_yellow_needs_a_reason_and_nobody_else(cast: Cast) -> None:
    yellow = cast.flagged("baggage")
    with pytest.raises(Invalid):
        actions.lower(yellow, by=cast.amara, topics=[cast.topics["praise"]], reason=" ")
    green = actions.lower(yellow, by=cast.amara, topics=[cast.topics["praise"]], reason="It is a joke")
    assert isinstance(green, Interaction)
    assert green.level == "green"


def test_lowering_red_waits_for_a_second_person(cast: Cast) -> None:
    red = cast.flagged("hacking")
    request = actions.lower(red, by=cast.amara, topics=[cast.topics["praise"]], reason="She found her phone")
    assert isinstance(request, SecondPersonRequest)
    assert Interaction.objects.get(pk=red.pk).is_held
    with pytest.raises(NotAllowed):
        actions.confirm(request, by=cast.amara)
    green = actions.confirm(request, by=cast.dev)
    assert (green.level, green.is_held) == ("green", False)
    assert Hold.objects.get().lifted_at is not None


def test_a_request_made_before_the_flags_changed_cannot_be_confirmed(cast: Cast) -> None:
    red = cast.flagged("hacking")
    request = actions.lower(red, by=cast.amara, topics=[cast.topics["praise"]], reason="She found her phone")
    actions.flag(red, by=cast.jonas, topics=[cast.topics["major-account"]])
    with pytest.raises(Conflict):
        actions.confirm(request, by=cast.dev)
    actions.refuse(request, by=cast.dev)
    assert Interaction.objects.get(pk=red.pk).is_held


def test_the_machine_cannot_lower(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.lower(cast.flagged("hacking"), by=SYSTEM, topics=[cast.topics["praise"]], reason="The model says so")


def test_closing_red_waits_for_a_second_person(cast: Cast) -> None:
    red = cast.flagged("hacking")
    request = actions.close(red, by=cast.dev, closed_as="not_for_us", reason="A parody account")
    assert isinstance(request, SecondPersonRequest)
    with pytest.raises(NotAllowed):
        actions.confirm(request, by=cast.dev)
    assert actions.confirm(request, by=cast.ingrid).state == "closed"


def test_flagging_takes_an_approved_text_back_to_an_open_draft(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    actions.approve(draft, by=cast.dev)
    red = actions.flag(draft.interaction, by=cast.amara, topics=[cast.topics["hacking"]])
    assert (red.state, red.approval) == ("flagged", None)
    assert red.replies.get().state == "recalled"
    assert red.drafts.get() == draft


def test_the_database_refuses_red_that_is_not_held(cast: Cast) -> None:
    red = cast.flagged("hacking")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.filter(pk=red.pk).update(is_held=False)


def test_the_state_is_not_assignable(cast: Cast) -> None:
    red = cast.flagged("hacking")
    with pytest.raises(AttributeError):
        red.state = "approved"
    with pytest.raises(TransitionNotAllowed):
        red.move_to_responded(at=red.received_at)


def test_a_closed_one_must_be_reopened_before_it_is_flagged(cast: Cast) -> None:
    done = cast.received()
    actions.close(done, by=cast.amara, closed_as="spam", reason="Spam")
    with pytest.raises(Conflict):
        actions.flag(done, by=cast.amara, topics=[cast.topics["hacking"]])
    again = actions.reopen(done, by=cast.amara, reason="Not spam")
    assert actions.flag(again, by=cast.amara, topics=[cast.topics["hacking"]]).is_held


def test_a_continued_one_points_to_its_head_instead_of_opening(cast: Cast) -> None:
    cast.received("One", author="marta", thread_id="t1")
    follow = cast.received("Two", author="marta", thread_id="t1")
    with pytest.raises(Conflict, match="continues in"):
        actions.reopen(follow, by=cast.amara, reason="I want to")


def test_a_thread_has_one_open_head_per_person(cast: Cast) -> None:
    first = cast.received("One", author="marta", thread_id="t1")
    actions.close(first, by=cast.amara, closed_as="spam", reason="Spam")
    cast.received("Two", author="marta", thread_id="t1")
    with pytest.raises(Conflict, match="newer message"):
        actions.reopen(first, by=cast.amara, reason="Not spam")


def test_swapping_one_red_topic_for_another_needs_a_second_person_too(cast: Cast) -> None:
    red = cast.flagged("hacking")
    asked = actions.lower(red, by=cast.amara, topics=[cast.topics["major-account"]], reason="It is her booking")
    assert isinstance(asked, SecondPersonRequest)
    assert {flag.topic.slug for flag in red.flags.filter(withdrawn_at=None)} == {"hacking"}


def test_a_topic_that_an_admin_made_milder_lowers_nothing_flagged_before(cast: Cast) -> None:
    red = cast.flagged("hacking")
    topic = cast.topics["hacking"]
    topic.level = "yellow"
    topic.save()
    again = actions.flag(red, by=SYSTEM, topics=[cast.topics["praise"]])
    assert (again.level, again.is_held) == ("red", True)


def test_words_that_came_since_stop_the_second_persons_yes(cast: Cast) -> None:
    red = cast.flagged("hacking", author="marta", thread_id="t1")
    asked = actions.close(red, by=cast.dev, closed_as="not_for_us", reason="A parody")
    cast.received("It is really me", author="marta", thread_id="t1")
    with pytest.raises(Conflict, match="wrote since"):
        actions.confirm(asked, by=cast.ingrid)
