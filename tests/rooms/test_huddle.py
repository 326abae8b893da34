"""The huddle: those whom the topics name are there or represented, one person decides, and it lifts nothing (P3)."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Team
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions as core
from interactions.models import Interaction
from oncall import actions
from oncall.models import Huddle, LogEntry
from tests.cast import Cast
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db


def convened(cast: Cast, subject: Any = None, by: str = "amara", decider: str = "priya", **facts: Any) -> Huddle:
    asked = {"question": "Do we tell every member?", "options": ["Yes, now", "Wait for Security"]} | facts
    return actions.convene(
        subject or cast.flagged("hacking"),
        by=getattr(cast, by),
        decider=getattr(cast, decider),
        decide_by=later(),
        **asked,
    )


def test_nothing_is_decided_until_everybody_named_is_there(cast: Cast) -> None:
    huddle = convened(cast)
    assert huddle.needed_roles == ["communications", "legal"]
    actions.take_seat(huddle, by=cast.tomas, role="communications")
    with pytest.raises(Conflict, match="Legal and privacy"):
        actions.decide(huddle, by=cast.priya, option=1)
    actions.take_seat(huddle, by=cast.ruth, role="legal")
    actions.vote(huddle, by=cast.ruth, option=2)
    actions.vote(huddle, by=cast.ruth, option=1)
    for who in ("ruth", "tomas", "ada"):
        with pytest.raises(NotAllowed, match="Priya Raman decides"):
            actions.decide(huddle, by=getattr(cast, who), option=1)
    decided = actions.decide(huddle, by=cast.priya, option=1, because="Two accounts already.")
    assert decided.option is not None
    assert decided.option.text == "Yes, now"
    assert [entry.text for entry in huddle.entries.all()] == [
        "Do we tell every member? Yes, now. Two accounts already."
    ]
    assert huddle.votes.get().option.number == 1
    with pytest.raises(Conflict, match="over"):
        actions.decide(huddle, by=cast.priya, option=2)


def test_a_team_may_send_somebody_and_only_who_signs_for_it_sends(cast: Cast) -> None:
    huddle = convened(cast)
    with pytest.raises(NotAllowed, match="Legal"):
        actions.take_seat(huddle, by=cast.dev, role="legal")
    with pytest.raises(Invalid, match="does not work"):
        actions.take_seat(huddle, by=cast.ruth, role="legal", stand_in=cast.nora)
    seat = actions.take_seat(huddle, by=cast.ruth, role="legal", stand_in=cast.dev)
    assert (str(seat.user), str(seat.for_user)) == ("Dev Malhotra", "Ruth Adeyemi")
    with pytest.raises(Conflict):
        actions.take_seat(huddle, by=cast.ruth, role="legal")
    actions.take_seat(huddle, by=cast.priya, role="communications")
    actions.leave_seat(huddle, by=cast.dev)
    with pytest.raises(Conflict, match="Missing"):
        actions.decide(huddle, by=cast.priya, option=1)


def test_a_team_that_is_gone_is_missing_whoever_sat_for_it(cast: Cast) -> None:
    huddle = convened(cast)
    actions.take_seat(huddle, by=cast.priya, role="communications")
    actions.take_seat(huddle, by=cast.ruth, role="legal")
    Team.objects.filter(pk=cast.teams["legal"].pk).update(slug="law")
    with pytest.raises(Conflict, match="Missing: legal"):
        actions.decide(huddle, by=cast.priya, option=1)


def test_a_decision_lifts_no_hold(cast: Cast) -> None:
    red = cast.flagged("hacking")
    huddle = convened(cast, red)
    actions.take_seat(huddle, by=cast.priya, role="communications")
    actions.take_seat(huddle, by=cast.ruth, role="legal")
    actions.decide(huddle, by=cast.priya, option=1)
    with pytest.raises(NotAllowed, match="Red stops"):
        core.draft(red, by=cast.amara, text="We locked it.")
    assert Interaction.objects.get(pk=red.pk).is_held


def test_its_log_stays_as_written_and_is_put_right_by_another_entry(cast: Cast) -> None:
    huddle = convened(cast)
    with pytest.raises(NotAllowed, match="seat"):
        actions.log_in_huddle(huddle, by=cast.ruth, kind="fact", text="16 accounts.")
    wrong = actions.log_in_huddle(huddle, by=cast.amara, kind="fact", text="16 accounts.")
    actions.log_in_huddle(huddle, by=cast.amara, kind="fact", text="61 accounts.", corrects=wrong)
    with pytest.raises(Invalid):
        actions.log_in_huddle(huddle, by=cast.amara, kind="decision", text="We pay.")
    for change in (LogEntry.objects.filter(pk=wrong.pk).update, LogEntry.objects.filter(pk=wrong.pk).delete):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change(**({"text": "61 accounts."} if change.__name__ == "update" else {}))
    assert [entry.text for entry in huddle.entries.order_by("pk")] == ["16 accounts.", "61 accounts."]


@pytest.mark.parametrize("who", ["axel", "nora"])
def test_who_may_not_work_here_neither_convenes_nor_sits(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        convened(cast, by=who)
    huddle = convened(cast)
    with pytest.raises(NotAllowed):
        actions.take_seat(huddle, by=getattr(cast, who), role="legal")
    with pytest.raises(NotAllowed):
        actions.vote(huddle, by=getattr(cast, who), option=1)


def test_it_asks_one_question_with_options_and_a_decider_who_is_named(cast: Cast) -> None:
    red = cast.flagged("hacking")
    with pytest.raises(Invalid, match="options"):
        convened(cast, red, options=["Yes"])
    with pytest.raises(Invalid, match="cannot decide"):
        convened(cast, red, decider="dev")
    with pytest.raises(Invalid, match="Only red"):
        convened(cast, cast.flagged("praise"))
    convened(cast, red)
    with pytest.raises(Conflict, match="open already"):
        convened(cast, red)


def test_a_room_has_its_huddle_and_it_ends_only_with_a_reason(house: House) -> None:
    huddle = convened(house.cast, house.fresh)
    assert huddle.needed_roles == ["communications", "legal"]
    with pytest.raises(Conflict, match="huddle is still open"):
        actions.stand_down(house.fresh, by=house.dev, last_word="Over.", review_on=later().date())
    with pytest.raises(Invalid):
        actions.end_huddle(huddle, by=house.priya, reason=" ")
    with pytest.raises(NotAllowed):
        actions.end_huddle(huddle, by=house.jonas, reason="Bored")
    actions.end_huddle(huddle, by=house.priya, reason="Security found the cause")
    assert house.fresh.entries.get().text == "Security found the cause"
