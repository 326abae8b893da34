"""What figures bring about by themselves: a proposal, a reminder, a reader who comes back. Never a graduation."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import Membership, Notice
from approvals import actions, subscribers
from approvals.models import Cause, Graduation, Probation, Proposal
from approvals.readiness import Terms
from audit import outbox
from audit.models import Event
from interactions import actions as core
from tests.approvals.conftest import fresh
from tests.approvals.history import clean, judged
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY_ONE = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def probation(cast: Cast) -> Probation:
    """Of Jonas, under terms that ask for little."""
    actions.change_probation_rules(
        cast.brand, by=cast.dev, weeks=3, terms=Terms(greens_wanted=2, yellows_wanted=1, first_time_wanted=60)
    )
    return actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New", mentor=cast.priya)


def weigh(cast: Cast) -> Probation | None:
    return actions.weigh(cast.jonas, team=cast.teams["care"])


def graduate(cast: Cast, probation: Probation) -> None:
    for level in ("green", "yellow"):
        actions.graduate(probation, by=cast.dev, level=level, note="Ready")


def told(cast: Cast, name: str, word: str) -> int:
    return Notice.objects.filter(user=getattr(cast, name), text__contains=word).count()


def test_ready_is_proposed_once_to_those_who_decide_and_never_decided(cast: Cast, probation: Probation) -> None:
    clean(cast, 1)
    weigh(cast)
    assert not Proposal.objects.exists()
    clean(cast, 1)
    for _again in range(3):
        weigh(cast)
    proposal = Proposal.objects.get()
    assert (proposal.level, proposal.figures["clean"]) == ("green", 2)
    assert Event.objects.filter(name="approvals.graduation_proposed", actor_kind="system").count() == 1
    assert [told(cast, name, "ready for green") for name in ("dev", "ada", "priya", "jonas", "amara")] == [
        1,
        1,
        1,
        0,
        0,
    ]
    assert not Graduation.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(probation=probation, level="green", figures={}, raised_at=proposal.raised_at)


def test_a_review_is_weighed_as_soon_as_it_is_written(cast: Cast, probation: Probation) -> None:
    judged(cast)
    actions.approve(cast.drafted("praise", by="jonas"), by=cast.dev)
    outbox.sweep()
    assert Proposal.objects.get().level == "green"


def test_a_review_keeps_team_and_level_and_what_was_first(cast: Cast, probation: Probation) -> None:
    draft = cast.drafted("praise", by="jonas")
    first = actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    assert (first.team, first.level, first.is_first) == (cast.teams["care"], "green", True)
    second = core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Warmer words.")
    actions.approve(second, by=cast.dev)
    assert second.reviews.get().is_first is False


def test_when_its_time_has_run_those_who_decide_are_reminded_once_a_date(cast: Cast) -> None:
    with time_machine.travel(DAY_ONE, tick=False) as clock:
        probation = actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New")
        subscribers.weigh_all()
        assert told(cast, "dev", "has run its time") == 0
        clock.shift(timedelta(days=22))
        assert subscribers.weigh_all() == 1
        subscribers.weigh_all()
        assert told(cast, "dev", "has run its time") == 1
        until = datetime.now(UTC) + timedelta(days=7)
        actions.extend_probation(probation, by=cast.dev, until=until, reason="One more week")
        clock.shift(timedelta(days=8))
        subscribers.weigh_all()
        assert told(cast, "dev", "has run its time") == 2
    assert Probation.objects.live().exists()


def test_serious_corrections_after_graduating_bring_a_reader_back(cast: Cast, probation: Probation) -> None:
    graduate(cast, probation)
    reviews = [judged(cast, "return", reason_code="personal", level="yellow")]
    assert weigh(cast) is None
    reviews.append(judged(cast, "edit", edit_share=0.7, level="yellow"))
    again = weigh(cast)
    assert again is not None
    assert (again.follows, again.started_by, again.mentor) == (probation, None, cast.priya)
    assert (again.days, again.terms.greens_wanted) == (21, 2)
    assert {cause.review for cause in again.causes.all()} == set(reviews)
    event = Event.objects.get(name="approvals.probation_returned")
    assert event.facts["reviews"] == [review.pk for review in reviews]
    assert event.actor_id is None
    assert told(cast, "jonas", "It happens to many") == 1
    assert told(cast, "dev", "on probation in Care again, after 2 serious corrections within 30 days") == 1
    assert Probation.objects.get(pk=probation.pk).outcome == "graduated"


def test_it_happens_once_however_often_it_is_weighed(cast: Cast, probation: Probation) -> None:
    graduate(cast, probation)
    for _one in range(3):
        judged(cast, "return", reason_code="facts")
    assert weigh(cast) is not None
    for _again in range(3):
        assert weigh(cast) is None
    assert Probation.objects.filter(started_by=None).count() == 1
    again = Probation.objects.live().get()
    actions.end_probation(again, by=cast.dev)
    assert weigh(cast) is None  # what brought the reader back counts no more
    with pytest.raises(IntegrityError), transaction.atomic():
        Probation.objects.create(
            user=cast.jonas, team=cast.teams["care"], reason="So", follows=probation, started_at=again.started_at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Cause.objects.create(probation=again, review=again.causes.all()[0].review)


def test_a_level_that_was_let_go_too_early_is_read_again(cast: Cast, probation: Probation) -> None:
    actions.graduate(probation, by=cast.dev, level="green", note="Early")
    judged(cast, "return", reason_code="facts", level="yellow")
    judged(cast, "return", reason_code="facts", level="yellow")
    again = weigh(cast)
    before = Probation.objects.get(pk=probation.pk)
    assert (before.outcome, before.ended_by) == ("returned", None)
    assert again is not None
    assert not again.graduations.exists()
    assert before.graduations.count() == 1


@pytest.mark.parametrize("reason_code", ["tone", "spelling", "other"])
def test_what_is_not_serious_brings_nobody_back(cast: Cast, probation: Probation, reason_code: str) -> None:
    graduate(cast, probation)
    for _one in range(5):
        judged(cast, "return", reason_code=reason_code)
    assert weigh(cast) is None


def test_what_was_corrected_before_graduating_counts_no_more(cast: Cast, probation: Probation) -> None:
    judged(cast, "return", reason_code="facts", days_ago=0.01)
    judged(cast, "return", reason_code="facts", days_ago=0.01)
    graduate(cast, probation)
    assert weigh(cast) is None


def test_whoever_left_or_was_never_on_probation_is_left_alone(cast: Cast, probation: Probation) -> None:
    graduate(cast, probation)
    for name in ("jonas", "amara"):
        judged(cast, "return", of=name, reason_code="facts")
        judged(cast, "return", of=name, reason_code="facts")
    assert actions.weigh(cast.amara, team=cast.teams["care"]) is None
    assert actions.weigh(cast.jonas, team=cast.teams["legal"]) is None
    Membership.objects.filter(user=cast.jonas).delete()
    assert weigh(cast) is None


def test_the_rules_known_when_it_started_decide_whether_a_reader_comes_back(cast: Cast, probation: Probation) -> None:
    graduate(cast, probation)
    actions.change_probation_rules(cast.brand, by=cast.dev, weeks=3, terms=Terms(returns_after=1))
    judged(cast, "return", reason_code="facts")
    assert weigh(cast) is None
