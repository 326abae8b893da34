"""A back-test: what it finds is what comes true; cut off, twice, two at once, late, and too many."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from connectors.models import Channel
from interactions.models import Interaction
from oncall.models import EscalationPolicy, QuietHours, Step
from playbook import actions
from playbook.actions import backtesting
from playbook.drafting import open_draft
from playbook.models import BackTest, BackTestChange, BackTestReading
from reports import back_testing

pytestmark = pytest.mark.django_db
TEXTS = ["my suitcase is gone", "where is my trunk", "lost luggage again", "thank you all", "account hacked", "hello"]
# What becomes of each under the draft.
EXPECTED = {
    "my suitcase is gone": ("yellow", ""),
    "where is my trunk": ("", "red"),
    "lost luggage again": ("yellow", "red"),
    "thank you all": ("", "green"),
}


def run_of(draft, by) -> BackTest:
    run = actions.begin_back_test(by=by, version=draft)
    back_testing.carry_on(run.pk)
    return BackTest.objects.get(pk=run.pk)


def found(run) -> dict[str, tuple[str, str]]:
    texts = Interaction.objects.in_bulk([change.message for change in run.changes.all()])
    return {texts[change.message].text: (change.before, change.after) for change in run.changes.all()}


def judged(rows) -> dict[str, tuple[str, str, frozenset[str]]]:
    """What ingest made of each: its flag, the topic that decides and all of them."""
    return {
        row.text: (
            row.level,
            row.topic.slug if row.topic else "",
            frozenset(row.flags.values_list("topic__slug", flat=True)),
        )
        for row in rows
    }


def test_messages_are_judged_differently_exactly_where_it_said(cast, draft, second_admin):
    before = judged([cast.received(text) for text in TEXTS])
    run = run_of(draft, cast.ada)
    assert (run.state, run.judged, run.total, run.step) == ("done", 6, 6, 1)
    assert (run.up, run.down, run.other) == (3, 1, 0)
    assert found(run) == EXPECTED
    assert run.levels["before"] == {"": 3, "green": 0, "yellow": 2, "red": 1}
    assert run.levels["after"] == {"": 2, "green": 1, "yellow": 0, "red": 3}
    actions.ask_to_publish(by=cast.ada, version=draft)
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    after = judged([cast.received(text) for text in TEXTS])
    assert {text for text in TEXTS if before[text] != after[text]} == set(EXPECTED)
    assert {text: (before[text][0], after[text][0]) for text in EXPECTED} == EXPECTED


def test_each_change_says_by_which_rule_and_words_and_holds_no_word_of_the_public(cast, draft):
    cast.received("my trunk, dear Mrs Secret")
    change = run_of(draft, cast.ada).changes.get()
    assert change.why_after == [
        {
            "topic": "baggage",
            "name": "Delivery and baggage",
            "level": "red",
            "rules": ["bag"],
            "words": ["trunk"],
            "counts": "",
        }
    ]
    assert change.why_before == []
    assert "Secret" not in str(change.__dict__)


def test_a_run_that_was_cut_off_goes_on_and_counts_nothing_twice(cast, draft, monkeypatch):
    for text in TEXTS:
        cast.received(text)
    monkeypatch.setattr(back_testing, "STRETCH", 2)
    run = actions.begin_back_test(by=cast.ada, version=draft)
    assert back_testing.carry_on(run.pk, stretches=1)
    half = BackTest.objects.get(pk=run.pk)
    assert (half.state, half.judged) == ("running", 2)
    assert 0 < half.share < 100
    with monkeypatch.context() as in_no_time:
        in_no_time.setattr(back_testing, "SECONDS_AT_ONCE", 0.0)
        assert back_testing.carry_on(run.pk), "it comes back in time, and there is more to do"
    assert BackTest.objects.get(pk=run.pk).judged == 2
    while back_testing.carry_on(run.pk, stretches=1):
        pass
    done = BackTest.objects.get(pk=run.pk)
    assert (done.state, done.judged, found(done)) == ("done", 6, EXPECTED)
    assert not back_testing.carry_on(run.pk)
    assert Event.objects.filter(name="playbook.back_tested").count() == 1
    assert Notice.objects.get(user=cast.ada).text.startswith("The back-test of v2 is done: 4 of 6")


def test_of_two_at_once_one_keeps_what_both_found(cast, draft):
    cast.received("my trunk")
    run = actions.begin_back_test(by=cast.ada, version=draft)
    assert actions.begin_back_test(by=cast.ada, version=draft).pk == run.pk
    claimed = backtesting.claim(run.pk)
    assert backtesting.claim(run.pk) is None  # leased
    measured = back_testing._measure(claimed)
    assert back_testing._judge_stretch(measured)
    assert not back_testing._judge_stretch(measured)  # as another with the same stretch in hand would
    assert BackTestChange.objects.count() == 1
    with pytest.raises(IntegrityError, match=r"one_back_test_at_a_time|UNIQUE"), transaction.atomic():
        BackTest.objects.create(
            brand=cast.brand,
            version=draft,
            asked_by=cast.ada,
            asked_at=run.asked_at,
            since=run.since,
            next_at=run.since,
        )
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):  # whoever had it died
        back_testing.sweep()
    assert BackTest.objects.get(pk=run.pk).state == "done"


def test_a_draft_that_changes_makes_its_run_stale_and_what_it_found_goes(cast, draft):
    cast.received("my trunk")
    done = run_of(draft, cast.ada)
    late = actions.begin_back_test(by=cast.ada, version=draft)
    actions.retire(by=cast.ada, thing=cast.topics["hacking"])
    assert not back_testing.carry_on(late.pk)
    assert BackTest.objects.get(pk=late.pk).state == "stale"
    assert not BackTest.objects.of_draft(draft.pk, open_draft(cast.brand).sha256).exists()
    assert backtesting.forget_changes() == 0  # the finished one keeps its own
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert backtesting.forget_changes() == 1
    assert BackTest.objects.get(pk=done.pk).up == 1


def test_too_many_are_sampled_and_it_says_so(cast, draft, monkeypatch):
    for number in range(12):
        cast.received(f"my trunk {number}")
    monkeypatch.setattr(back_testing, "MOST", 4)
    run = run_of(draft, cast.ada)
    assert (run.total, run.step, run.is_sample) == (12, 3, True)
    assert run.judged == run.up == 4


def test_only_the_last_thirty_days_and_no_drills(cast, draft):
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        cast.received("my trunk, long ago")
        cast.received("my trunk, long ago too")
    cast.received("my trunk")
    rehearsed = cast.received("my trunk, rehearsed")
    drills = Channel.objects.create(
        brand=cast.brand, team=cast.teams["care"], slug="drill", name="Drill", network="rehearsal"
    )
    Interaction.objects.filter(pk=rehearsed.pk).update(channel=drills)
    run = run_of(draft, cast.ada)
    assert (run.judged, found(run)) == (1, {"my trunk": ("", "red")})


def test_what_cannot_be_judged_is_tried_again_and_given_up(cast, draft, monkeypatch):
    cast.received("my trunk")
    run = actions.begin_back_test(by=cast.ada, version=draft)
    monkeypatch.setattr(back_testing, "facts_of_each", lambda *_given: 1 / 0)
    now = timezone.now()
    for minute in range(0, 60, 10):
        with time_machine.travel(now + timedelta(minutes=minute)):
            back_testing.carry_on(run.pk)
    assert BackTest.objects.get(pk=run.pk).state == "failed"


def test_who_begins_one_edits_and_there_is_something_to_test(cast, draft, second_admin):
    for name in ("amara", "dev", "axel", "nora"):
        with pytest.raises(NotAllowed):
            actions.begin_back_test(by=getattr(cast, name), version=draft)
    actions.discard(by=cast.ada, version=draft)
    with pytest.raises(Conflict):
        actions.begin_back_test(by=cast.ada, version=type(draft).objects.get(pk=draft.pk))
    topic = cast.topics["praise"]
    topic.description = "Kind words"
    actions.save_topic(by=cast.ada, topic=topic)
    with pytest.raises(Invalid, match="nothing to back-test"):
        actions.begin_back_test(by=cast.ada, version=open_draft(cast.brand))


# Pages at night


@pytest.fixture
def priya_is_paged(cast) -> User:
    policy = EscalationPolicy.objects.create(brand=cast.brand, name="All", is_default=True)
    Step.objects.create(policy=policy, number=1, person=cast.priya)
    User.objects.filter(pk=cast.priya.pk).update(time_zone="Europe/London")
    return cast.priya


NIGHT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def nights(cast, draft, *moments) -> tuple[int, int]:
    for moment in moments:
        with time_machine.travel(moment):
            cast.received("where is my trunk")
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC)):
        run = run_of(draft, cast.ada)
    return run.nights_before, run.nights_after


def test_one_alarm_at_night_is_one_page_however_many_messages(cast, draft, priya_is_paged):
    assert nights(cast, draft, NIGHT, NIGHT + timedelta(minutes=20), NOON) == (0, 1)


def test_quiet_hours_are_a_persons_own_night(cast, draft, priya_is_paged):
    QuietHours.objects.create(user=priya_is_paged, starts_at="11:00", ends_at="13:00")
    assert nights(cast, draft, NIGHT, NOON) == (0, 1)


def test_what_waits_for_the_quiet_hours_to_end_wakes_nobody(cast, draft, priya_is_paged):
    QuietHours.objects.create(user=priya_is_paged, starts_at="22:00", ends_at="07:00")
    baggage = actions_topic(cast, pages_at_once=False)
    assert not baggage.pages_at_once
    assert nights(cast, open_draft(cast.brand), NIGHT) == (0, 0)


def actions_topic(cast, **values):
    """Baggage, red in the draft, with these values too."""
    baggage = type(cast.topics["baggage"]).objects.get(slug="baggage")
    baggage.level, baggage.release_roles = "red", ["communications", "legal"]
    for name, value in values.items():
        setattr(baggage, name, value)
    return actions.save_topic(by=cast.ada, topic=baggage)


# Reading


def test_reading_is_kept_once_and_stands_in_the_record_of_the_publishing(cast, draft, second_admin):
    for text in TEXTS:
        cast.received(text)
    run = run_of(draft, cast.ada)
    changes = list(run.changes.all())
    for _twice in range(2):
        actions.read_changes(by=second_admin, run=run, changes=changes[:3])
    assert BackTestReading.objects.filter(user=second_admin).count() == 3
    with pytest.raises(NotAllowed):
        actions.read_changes(by=cast.amara, run=run, changes=changes)
    actions.ask_to_publish(by=cast.ada, version=draft)
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    published = Event.objects.filter(name="playbook.version_published").latest("pk")
    assert published.facts["back_test"] == run.pk
    assert (published.facts["changed"], published.facts["read"]) == (4, 3)
