"""The programme of probation: terms that stay, levels that are graduated, days that are set anew, mentors."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Notice
from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals import actions
from approvals.models import Graduation, Probation, ProbationRules
from approvals.probations import is_on_probation
from approvals.readiness import Terms
from audit.models import Event
from interactions import actions as core
from tests.approvals.history import clean, judged
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FEW = Terms(greens_wanted=2, yellows_wanted=1)


@pytest.fixture
def probation(cast: Cast) -> Probation:
    """Of Jonas, under terms that ask for little."""
    actions.change_probation_rules(cast.brand, by=cast.dev, weeks=3, terms=FEW)
    return actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New", mentor=cast.ingrid)


def fresh(probation: Probation) -> Probation:
    return Probation.objects.get(pk=probation.pk)


def is_read(cast: Cast, level: str) -> bool:
    return is_on_probation([cast.jonas.pk, cast.amara.pk], cast.teams["care"].pk, level) == {cast.jonas.pk}


def test_it_takes_the_companys_weeks_and_the_companys_terms(cast: Cast, probation: Probation) -> None:
    assert (probation.days, probation.terms, probation.rules_version) == (21, FEW, 1)


def test_a_company_that_changes_its_rules_moves_nobodys_goalposts(cast: Cast, probation: Probation) -> None:
    rules = actions.change_probation_rules(cast.brand, by=cast.ada, weeks=6, terms=Terms(greens_wanted=90))
    assert (rules.version, rules.changed_by) == (2, cast.ada)
    assert fresh(probation).terms == FEW
    later = actions.start_probation(cast.amara, team=cast.teams["care"], by=cast.dev, reason="Back from a break")
    assert (later.terms.greens_wanted, later.rules_version, later.days) == (90, 2, 42)
    event = Event.objects.filter(name="approvals.probation_rules_changed").latest("pk")
    assert event.facts == {"version": 2}
    assert event.detail.words["greens_wanted"] == [2, 90]
    assert event.detail.words["weeks"] == [3, 6]
    assert "serious_codes" not in event.detail.words


@pytest.mark.parametrize(
    ("weeks", "terms"),
    [
        (0, FEW),
        (27, FEW),
        (3, Terms(first_time_wanted=101)),
        (3, Terms(clean_edit=50)),
        (3, Terms(serious_within=0)),
        (3, Terms(serious_codes=("whim",))),
    ],
)
def test_rules_that_make_no_sense_are_refused(cast: Cast, weeks: int, terms: Terms) -> None:
    with pytest.raises(Invalid):
        actions.change_probation_rules(cast.brand, by=cast.dev, weeks=weeks, terms=terms)
    assert not ProbationRules.objects.exists()


@pytest.mark.parametrize("name", ["amara", "priya", "axel", "nora"])
def test_who_does_not_manage_people_decides_nothing(cast: Cast, probation: Probation, name: str) -> None:
    by = getattr(cast, name)
    tomorrow = timezone.now() + timedelta(days=1)
    for deed in (
        lambda: actions.change_probation_rules(cast.brand, by=by, weeks=3, terms=FEW),
        lambda: actions.graduate(probation, by=by, level="green", note="So"),
        lambda: actions.extend_probation(probation, by=by, until=tomorrow, reason="So"),
        lambda: actions.choose_mentor(probation, by=by, mentor=cast.dev),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_nobody_decides_on_their_own(cast: Cast) -> None:
    own = actions.start_probation(cast.dev, team=cast.teams["care"], by=cast.ada, reason="New supervisor")
    tomorrow = timezone.now() + timedelta(days=1)
    for deed in (
        lambda: actions.graduate(own, by=cast.dev, level="green", note="So"),
        lambda: actions.extend_probation(own, by=cast.dev, until=tomorrow, reason="So"),
        lambda: actions.choose_mentor(own, by=cast.dev, mentor=cast.ingrid),
    ):
        with pytest.raises(NotAllowed, match="Nobody decides on their own probation"):
            deed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Graduation.objects.create(
            probation=own, user=cast.dev, level="green", decided_by=cast.dev, figures={}, at=timezone.now()
        )


def test_greens_are_let_go_first_and_the_last_level_ends_it(cast: Cast, probation: Probation) -> None:
    clean(cast, 2)
    clean(cast, 1, level="yellow")
    assert (is_read(cast, "green"), is_read(cast, "yellow"), is_read(cast, "red"), is_read(cast, "")) == (True,) * 4
    green = actions.graduate(probation, by=cast.dev, level="green")
    assert green.figures == {"clean": 2, "wanted": 2, "first_time": 100, "serious": 0}
    assert (is_read(cast, "green"), is_read(cast, "yellow"), is_read(cast, "red")) == (False, True, True)
    assert fresh(probation).ended_at is None
    actions.graduate(probation, by=cast.ada, level="yellow", note="Calm and clear")
    ended = fresh(probation)
    assert (ended.outcome, ended.ended_by) == ("graduated", cast.ada)
    assert not is_read(cast, "yellow")
    assert not is_read(cast, "red")
    told = Event.objects.filter(subject_type="approvals.probation", subject_id=probation.pk).order_by("pk")
    assert [event.name.partition(".")[2] for event in told] == [
        "probation_started",
        "level_graduated",
        "level_graduated",
        "probation_ended",
    ]
    assert told[1].facts["level"] == "green"
    assert told[1].facts["clean"] == 2


def test_a_green_answer_goes_out_alone_once_green_is_graduated(cast: Cast, probation: Probation) -> None:
    case = cast.flagged("praise")
    assert core.draft(case, by=cast.jonas, text="Thank you.").approvals.count() == 0
    actions.graduate(probation, by=cast.dev, level="green", note="She wrote for years")
    other = cast.flagged("praise")
    assert core.draft(other, by=cast.jonas, text="Thank you!").approvals.get().basis == "policy"


def test_against_the_figures_a_supervisor_decides_with_a_sentence(cast: Cast, probation: Probation) -> None:
    with pytest.raises(Invalid, match=r"2 more clean green answers\. Say in a sentence why"):
        actions.graduate(probation, by=cast.dev, level="green", note="  ")
    assert actions.graduate(probation, by=cast.dev, level="green", note="Years elsewhere").figures["clean"] == 0


def test_yellow_waits_for_green_and_red_is_never_let_go(cast: Cast, probation: Probation) -> None:
    clean(cast, 1, level="yellow")
    with pytest.raises(Invalid, match="Green comes first"):
        actions.graduate(probation, by=cast.dev, level="yellow", note="So")
    with pytest.raises(Invalid, match="Red always asks for two names"):
        actions.graduate(probation, by=cast.dev, level="red", note="So")
    with pytest.raises(IntegrityError), transaction.atomic():
        Graduation.objects.create(
            probation=probation, user=cast.jonas, level="red", decided_by=cast.dev, figures={}, at=timezone.now()
        )


def test_a_level_is_graduated_once_and_for_good(cast: Cast, probation: Probation) -> None:
    graduation = actions.graduate(probation, by=cast.dev, level="green", note="So")
    with pytest.raises(Conflict, match="graduated this level already"):
        actions.graduate(probation, by=cast.ada, level="green", note="So")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Graduation.objects.filter(pk=graduation.pk).update(note="Never")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        graduation.delete()


def test_it_is_extended_with_a_reason_and_the_day_before_stays(cast: Cast, probation: Probation) -> None:
    until = timezone.now() + timedelta(days=40)
    actions.extend_probation(probation, by=cast.dev, until=until, reason="Two calm weeks more")
    extended = fresh(probation)
    assert extended.ends_at == until
    row = extended.extensions.get()
    assert (row.before, row.until, row.reason, row.decided_by) == (probation.ends_at, until, row.reason, cast.dev)
    with pytest.raises(Invalid, match="Say why"):
        actions.extend_probation(probation, by=cast.dev, until=until, reason=" ")
    with pytest.raises(Invalid, match="still to come"):
        actions.extend_probation(probation, by=cast.dev, until=timezone.now(), reason="So")


def test_what_has_ended_is_decided(cast: Cast, probation: Probation) -> None:
    actions.end_probation(probation, by=cast.dev)
    assert fresh(probation).outcome == "ended"
    for deed in (
        lambda: actions.graduate(probation, by=cast.ada, level="green", note="So"),
        lambda: actions.extend_probation(probation, by=cast.ada, until=timezone.now() + timedelta(days=1), reason="So"),
        lambda: actions.choose_mentor(probation, by=cast.ada, mentor=cast.priya),
    ):
        with pytest.raises(Conflict, match="Dev Malhotra ended this probation already"):
            deed()


def test_a_mentor_approves_for_the_team_and_is_somebody_else(cast: Cast, probation: Probation) -> None:
    for mentor in (cast.amara, cast.nora, cast.jonas):
        with pytest.raises(Invalid):
            actions.choose_mentor(probation, by=cast.dev, mentor=mentor)
        with pytest.raises(Invalid):
            actions.start_probation(cast.amara, team=cast.teams["care"], by=cast.dev, reason="So", mentor=cast.amara)
    assert actions.choose_mentor(probation, by=cast.dev, mentor=cast.priya).mentor == cast.priya
    with pytest.raises(IntegrityError), transaction.atomic():
        Probation.objects.filter(pk=probation.pk).update(mentor=cast.jonas)


def test_only_a_return_starts_by_itself(cast: Cast, probation: Probation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Probation.objects.filter(pk=probation.pk).update(started_by=None)
    with pytest.raises(NotAllowed):
        actions.graduate(probation, by=SYSTEM, level="green", note="So")


def test_people_are_told_in_kind_words(cast: Cast, probation: Probation) -> None:
    judged(cast)
    actions.graduate(probation, by=cast.dev, level="green", note="So")
    actions.extend_probation(probation, by=cast.dev, until=timezone.now() + timedelta(days=30), reason="Yellow next")
    actions.graduate(probation, by=cast.dev, level="yellow", note="So")
    for_jonas = [notice.text for notice in Notice.objects.filter(user=cast.jonas).order_by("pk")]
    assert [text.split(":")[0].split(",")[0] for text in for_jonas][1] == "Well done"
    assert "Yellow next" in for_jonas[2]
    assert for_jonas[-1] == "Your probation in Care is over."
    assert len(for_jonas) == 5
    assert Notice.objects.get(user=cast.ingrid).text == "You are Jonas Weber’s mentor in Care."
