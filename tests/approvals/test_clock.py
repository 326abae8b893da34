"""The clock's ladder, rung by rung; and the clock at work, which reminds and passes on and never approves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import change_business_hours
from accounts.actors import SYSTEM
from accounts.hours import Hours
from accounts.models import Brand, Notice, User
from approvals import actions, clock
from approvals.actions import striking
from approvals.clock import Move, Rung
from approvals.models import Review, Turn
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval, Draft, Signature
from tests.approvals.conftest import SignIn, drafted_on_released_red, fresh
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rung", "asked", "struck"),
    [
        (Rung.ASKED, (True, False, False), (Move.REMIND, Rung.REMINDED)),
        (Rung.ASKED, (True, True, True), (Move.ASK_DEPUTY, Rung.DEPUTY_ASKED)),
        (Rung.ASKED, (True, True, False), (Move.ASK_TEAM, Rung.TEAM_ASKED)),
        (Rung.REMINDED, (True, False, False), (Move.ASK_TEAM, Rung.TEAM_ASKED)),
        (Rung.REMINDED, (True, True, True), (Move.ASK_DEPUTY, Rung.DEPUTY_ASKED)),
        (Rung.DEPUTY_ASKED, (True, True, True), (Move.ASK_TEAM, Rung.TEAM_ASKED)),
        (Rung.DEPUTY_ASKED, (True, False, False), (Move.ASK_TEAM, Rung.TEAM_ASKED)),
        (Rung.ASKED, (False, False, False), (Move.REMIND, Rung.REMINDED)),
        (Rung.REMINDED, (False, False, False), (Move.TELL_MANAGERS, Rung.MANAGERS_TOLD)),
        (Rung.TEAM_ASKED, (False, False, False), (Move.TELL_MANAGERS, Rung.MANAGERS_TOLD)),
        (Rung.MANAGERS_TOLD, (False, False, False), (Move.TELL_MANAGERS, Rung.MANAGERS_TOLD)),
    ],
)
def test_each_rung_of_the_ladder(rung: Rung, asked: tuple[bool, bool, bool], struck: tuple[Move, Rung]) -> None:
    """``asked``: by name, away, with a deputy."""
    by_name, away, deputy = asked
    found = clock.strike(rung, is_asked_by_name=by_name, is_away=away, has_deputy=deputy)
    assert (found.move, found.rung) == struck
    assert found.wait > timedelta()


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=6, max_size=6), st.booleans())
def test_whoever_is_asked_the_managers_hear_within_the_hour_and_a_quarter(
    turns: list[tuple[bool, bool]], is_asked: bool
) -> None:
    rung, waited, told = Rung.ASKED, clock.REMIND_AFTER, False
    for away, deputy in turns:
        struck = clock.strike(rung, is_asked_by_name=is_asked, is_away=away, has_deputy=deputy)
        if struck.move == Move.TELL_MANAGERS:
            told = True
            break
        is_asked = is_asked and struck.move != Move.ASK_TEAM
        rung, waited = struck.rung, waited + struck.wait
    assert told
    assert waited <= timedelta(minutes=75)


def climbed() -> list[str]:
    names = ("reminded", "deputy_asked", "team_asked", "managers_told")
    return [
        event.name.removeprefix("approvals.")
        for event in Event.objects.filter(name__in=[f"approvals.{name}" for name in names]).order_by("id")
    ]


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def let_pass(at: time_machine.Traveller, minutes: int) -> None:
    at.shift(timedelta(minutes=minutes, seconds=1))
    actions.strike_due()


def nothing_is_approved(draft: Draft) -> bool:
    is_waiting = fresh(draft.interaction_id).state == "drafted" and Draft.objects.get(pk=draft.pk).is_waiting
    return is_waiting and not (Approval.objects.exists() or Signature.objects.exists() or Review.objects.exists())


@pytest.mark.django_db
def test_a_team_is_reminded_and_then_its_managers_are_told_again_and_again(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        draft = cast.drafted(by="jonas")
        assert actions.strike_due() == 0
        let_pass(at, 15)
        assert told(cast.dev) == told(cast.ingrid) == ["sign-off-overdue"]
        assert told(cast.jonas) == told(cast.nora) == []
        let_pass(at, 30)
        let_pass(at, 240)
        let_pass(at, 240)
        assert climbed() == ["reminded", "managers_told", "managers_told", "managers_told"]
        assert len(told(cast.ada)) == 4
        assert nothing_is_approved(draft)


@pytest.mark.django_db
def test_the_asked_one_is_reminded_and_then_everybody_of_the_team_is_asked(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        draft = cast.drafted(by="jonas")
        actions.hand_over(draft, by=cast.dev, to=cast.ingrid)
        assert told(cast.ingrid) == ["sign-off-delegated"]
        let_pass(at, 15)
        assert told(cast.ingrid) == ["sign-off-delegated", "sign-off-overdue"]
        assert told(cast.dev) == []
        let_pass(at, 15)
        assert Turn.objects.get().asked is None
        assert told(cast.dev) == ["sign-off-overdue"]
        let_pass(at, 30)
        assert climbed() == ["reminded", "team_asked", "managers_told"]
        assert nothing_is_approved(draft)


@pytest.mark.django_db
def test_who_goes_away_after_being_asked_is_not_waited_for(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        draft = cast.drafted(by="jonas")
        actions.hand_over(draft, by=cast.dev, to=cast.ingrid)
        now = timezone.now()
        actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + DAY, deputy=cast.priya)
        actions.strike_due()
        assert Turn.objects.get().asked == cast.priya
        assert told(cast.priya) == ["sign-off-asked"]
        let_pass(at, 15)
        assert Turn.objects.get().asked is None
        assert climbed() == ["deputy_asked", "team_asked"]
        assert nothing_is_approved(draft)


@pytest.mark.django_db
def test_each_rung_is_climbed_once_however_often_the_clock_is_asked(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        cast.drafted(by="jonas")
        let_pass(at, 15)
        assert actions.strike_due() == actions.strike_due() == 0
        assert climbed() == ["reminded"]
        assert told(cast.dev) == ["sign-off-overdue"]


@pytest.mark.django_db
def test_many_drafts_remind_a_team_once_an_hour(cast: Cast) -> None:
    with time_machine.travel(timezone.now().replace(minute=5), tick=False) as at:
        for _ in range(3):
            cast.drafted(by="jonas")
        let_pass(at, 15)
        assert climbed() == ["reminded"] * 3
        assert told(cast.dev) == ["sign-off-overdue"]


@pytest.mark.django_db
def test_what_is_decided_or_held_is_left_in_peace(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        decided, raised = cast.drafted(by="jonas"), cast.drafted(by="jonas")
        actions.send_back(decided, by=cast.dev, reason_code="tone", note="Warmer")
        core.flag(fresh(raised.interaction_id), by=SYSTEM, topics=[cast.topics["hacking"]])
        let_pass(at, 15)
        assert climbed() == []
        assert not Turn.objects.exists()


@pytest.mark.django_db
def test_a_turn_that_cannot_be_moved_on_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(timezone.now(), tick=False) as at:
        bad, good = cast.drafted(by="jonas"), cast.drafted(by="jonas")

        def tell(turn: Turn) -> None:
            assert turn.draft_id != bad.pk

        monkeypatch.setitem(striking._TELLING, Move.REMIND, tell)
        let_pass(at, 15)
        assert Turn.objects.get(draft=bad).rung == Rung.ASKED
        assert Turn.objects.get(draft=good).rung == Rung.REMINDED


NIGHT = datetime(2026, 11, 30, 20, tzinfo=UTC)  # a Monday evening
OFFICE = Hours.of({"week": {str(day): ["09:00", "17:00"] for day in range(5)}}, "Europe/London")


@pytest.mark.django_db
def test_the_clock_rests_at_night_and_goes_on_in_the_morning(cast: Cast) -> None:
    change_business_hours(by=cast.dev, brand=cast.brand, hours=OFFICE)
    with time_machine.travel(NIGHT, tick=False) as at:
        draft = cast.drafted(by="jonas")
        actions.hand_over(draft, by=cast.dev, to=cast.ingrid)
        at.shift(timedelta(hours=12))
        assert actions.strike_due() == 0
        at.move_to(NIGHT + timedelta(hours=13, minutes=15))
        assert actions.strike_due() == 1
        assert Turn.objects.get().next_at == NIGHT + timedelta(hours=13, minutes=30)
        assert climbed() == ["reminded"]
        assert nothing_is_approved(draft)


@pytest.mark.django_db
def test_red_waits_for_no_morning(cast: Cast) -> None:
    change_business_hours(by=cast.dev, brand=cast.brand, hours=OFFICE)
    with time_machine.travel(NIGHT, tick=False) as at:
        drafted_on_released_red(cast)
        let_pass(at, 15)
        assert climbed() == ["reminded"]


@pytest.mark.django_db
def test_the_page_of_hours_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast, signed_in: SignIn) -> None:
    page, given = f"/approvals/people/hours/{cast.brand.pk}/", {"from_0": "09:00", "to_0": "17:00"}
    dev = signed_in("dev")
    for wrong, sentence in (
        ({"to_0": ""}, "a beginning and an end"),
        ({"to_0": "08:00"}, "lies before the beginning"),
        ({"closed": "Christmas"}, "“Christmas” is no date"),
    ):
        answer = dev.post(page, given | wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert dev.post(page, given | {"from_6": "20:00", "to_6": "00:00", "closed": "2026-12-25"}).status_code == 302
    kept = Brand.objects.get(pk=cast.brand.pk).business_hours
    assert kept == {"week": {"0": ["09:00", "17:00"], "6": ["20:00", "00:00"]}, "closed": ["2026-12-25"]}
    assert 'value="09:00"' in dev.get(page).content.decode()
    assert signed_in("amara").get(page).status_code == 404
