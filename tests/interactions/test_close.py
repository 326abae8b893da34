"""No silence by accident (P9)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions
from interactions.models import Interaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_what_was_not_answered_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid, match="not answered"):
        actions.close(cast.received(), by=cast.amara, closed_as="no_answer_needed")


@pytest.mark.parametrize("closed_as", ["continued", "", "bored"])
def test_only_a_known_reason_ends_it(cast: Cast, closed_as: str) -> None:
    with pytest.raises(Invalid, match="why it ends"):
        actions.close(cast.received(), by=cast.amara, closed_as=closed_as, reason="Because")


@pytest.mark.parametrize("name", ["axel", "nora"])
def test_who_may_not_close_is_told_so(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.close(cast.received(), by=getattr(cast, name), closed_as="spam", reason="Spam")


def test_a_text_on_its_way_is_taken_back_before_it_is_closed(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    with pytest.raises(Conflict, match="Recall"):
        actions.close(draft.interaction, by=cast.amara, closed_as="spam", reason="Spam")


def test_answered_elsewhere_closes_even_what_is_drafted(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    closed = actions.close(draft.interaction, by=cast.amara, closed_as="answered_elsewhere", reason="By phone")
    assert closed.state == "closed"


def test_monitoring_needs_a_date_in_the_future(cast: Cast) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    with pytest.raises(Invalid, match="look again"):
        actions.close(cast.received(), by=cast.amara, closed_as="monitor", reason="Hm", look_again_at=yesterday)


def test_what_is_monitored_is_open_again_on_its_date(cast: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    quiet = cast.received()
    actions.close(quiet, by=cast.amara, closed_as="monitor", reason="Let us see", look_again_at=tomorrow)
    assert actions.look_again() == 0
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        assert actions.look_again() == 1
    assert Interaction.objects.get(pk=quiet.pk).state == "flagged"


def test_what_is_monitored_waits_while_a_newer_message_of_its_thread_is_open(cast: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    quiet = cast.received(author="marta", thread_id="t1")
    actions.close(quiet, by=cast.amara, closed_as="monitor", reason="Let us see", look_again_at=tomorrow)
    cast.received("Me again", author="marta", thread_id="t1")
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        actions.look_again()
        later = Interaction.objects.get(pk=quiet.pk)
        assert later.state == "closed"
        assert later.look_again_at > timezone.now()


def test_the_database_refuses_a_closed_one_without_a_reason_and_monitoring_without_a_date(cast: Cast) -> None:
    closed = cast.received()
    actions.close(closed, by=cast.amara, closed_as="spam", reason="Spam")
    for broken in ({"closed_as": ""}, {"closed_as": "monitor"}, {"closed_as": "continued"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interaction.objects.filter(pk=closed.pk).update(**broken)


def test_closing_twice_is_a_conflict(cast: Cast) -> None:
    closed = cast.received()
    actions.close(closed, by=cast.amara, closed_as="spam", reason="Spam")
    with pytest.raises(Conflict):
        actions.close(closed, by=cast.amara, closed_as="spam", reason="Spam")


def test_assigning_is_for_people_of_the_team_and_twice_is_once(cast: Cast) -> None:
    interaction = cast.received()
    with pytest.raises(Invalid):
        actions.assign(interaction, by=cast.amara, to=cast.nora)
    actions.assign(interaction, by=cast.amara, to=cast.jonas)
    assert actions.assign(interaction, by=cast.amara, to=cast.jonas).assignee == cast.jonas
    assert actions.assign(interaction, by=cast.amara, to=None).assignee is None
