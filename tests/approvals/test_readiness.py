"""How far somebody has come: a table of cases, and what holds for every history there could be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.models import ReasonCode
from approvals.readiness import LEVELS, Mark, Progress, Terms, asks_to_return, firsts, progress, rate

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = Terms(greens_wanted=3, yellows_wanted=2, first_time_wanted=75)


def mark(draft: int, verdict: str = "approve", *, level: str = "green", days_ago: float = 1, **facts: object) -> Mark:
    at = NOW - timedelta(days=days_ago)
    return Mark(draft, level, verdict, at, at - timedelta(minutes=10), **facts)  # type: ignore[arg-type]


def clean(number: int, level: str = "green", start: int = 0) -> list[Mark]:
    return [mark(start + one, level=level, days_ago=20 - one / 10) for one in range(number)]


def judged(*marks: Mark, graduated: tuple[str, ...] = ()) -> Progress:
    return progress(marks, TERMS, now=NOW, graduated=graduated)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([], ["3 more clean green answers."]),
        (clean(2), ["1 more clean green answer."]),
        (clean(3), []),
        (clean(5), []),
        (
            [*clean(3), mark(9, "return", reason_code="tone")],
            ["66% of the last 3 were right first time; 75% are wanted."],
        ),
        ([*clean(3), mark(9, "return", reason_code="tone", days_ago=30)], []),
        (
            [*clean(4), mark(0, "return", reason_code="personal", is_first=False)],
            ["1 serious correction in the last 14 days; 0 allowed."],
        ),
        ([*clean(4), mark(0, "return", reason_code="personal", is_first=False, days_ago=15)], []),
        (
            [*clean(4), mark(9, "edit", edit_share=0.6, is_first=False)],
            ["1 serious correction in the last 14 days; 0 allowed."],
        ),
    ],
    ids=["nothing", "nearly", "ready", "more", "rate", "old slips age out", "serious", "serious long ago", "rewritten"],
)
def test_what_is_still_to_come_is_said_in_sentences(marks: list[Mark], said: list[str]) -> None:
    ordered = sorted(marks, key=lambda one: one.at)
    step = judged(*ordered).step("green")
    assert list(step.lacks) == said
    assert step.is_ready == (not said)


def test_green_comes_first() -> None:
    yellows = clean(2, level="yellow", start=50)
    assert judged(*yellows).step("yellow").lacks == ("Green comes first.",)
    assert judged(*yellows, graduated=("green",)).step("yellow").is_ready
    assert judged(*yellows, *clean(3)).step("yellow").is_ready


def test_a_level_that_is_graduated_is_not_ready_again() -> None:
    standing = judged(*clean(3), graduated=("green",))
    assert (standing.step("green").is_ready, standing.step("green").is_graduated) == (False, True)
    assert standing.next_step == standing.step("yellow")
    assert judged(graduated=LEVELS).next_step is None


@pytest.mark.parametrize(
    ("verdict", "share", "is_clean"),
    [("approve", None, True), ("edit", 0.05, True), ("edit", 0.051, False), ("return", None, False)],
)
def test_a_comma_is_no_lesson_and_anything_more_is(verdict: str, share: float | None, is_clean: bool) -> None:
    (first,) = firsts([mark(1, verdict, edit_share=share)], TERMS)
    assert first.is_clean == is_clean


def test_two_names_under_one_draft_count_once_and_a_return_outweighs_a_name() -> None:
    assert len(firsts([mark(1), mark(1)], TERMS)) == 1
    (first,) = firsts([mark(1), mark(1, "return", reason_code="tone")], TERMS)
    assert not first.is_clean


def test_a_rate_is_never_rounded_up() -> None:
    assert rate(firsts([mark(n) for n in range(849)] + [mark(900 + n, "return") for n in range(151)], TERMS)) == 84
    assert rate([]) is None


def serious(days_ago: float, number: int = 0) -> Mark:
    return mark(int(days_ago * 100) + number, "return", reason_code="facts", days_ago=days_ago)


@pytest.mark.parametrize(
    ("days", "let_go_days_ago", "is_asked"),
    [([1, 2], 10, True), ([1], 10, False), ([1, 12], 10, False), ([1, 31], 90, False), ([1, 29], 90, True)],
)
def test_serious_corrections_soon_after_graduating_bring_a_reader_back(
    days: list[int], let_go_days_ago: int, is_asked: bool
) -> None:
    marks = [serious(day) for day in days]
    found = asks_to_return(marks, Terms(), since=NOW - timedelta(days=let_go_days_ago), now=NOW)
    assert bool(found) == is_asked


def test_a_company_may_choose_that_nobody_returns_by_itself() -> None:
    marks = [serious(1, number) for number in range(9)]
    assert asks_to_return(marks, Terms(returns_after=0), since=NOW - timedelta(days=9), now=NOW) == []


marks = st.builds(
    mark,
    st.integers(0, 40),
    st.sampled_from(["approve", "edit", "return"]),
    level=st.sampled_from(["", "green", "yellow", "red"]),
    days_ago=st.floats(0, 60, allow_nan=False),
    reason_code=st.sampled_from(ReasonCode.values),
    is_first=st.booleans(),
    edit_share=st.one_of(st.none(), st.floats(0, 1)),
)
terms = st.builds(
    Terms,
    greens_wanted=st.integers(0, 12),
    yellows_wanted=st.integers(0, 12),
    first_time_wanted=st.integers(0, 100),
    serious_allowed=st.integers(0, 3),
    serious_within=st.integers(1, 40),
    returns_after=st.integers(0, 4),
)
levels = st.sets(st.sampled_from(LEVELS))


@settings(deadline=None)
@given(st.lists(marks, max_size=60), terms, levels)
def test_nobody_is_ready_for_less_than_what_is_wanted(marks: list[Mark], terms: Terms, graduated: set[str]) -> None:
    standing = progress(marks, terms, now=NOW, graduated=graduated)
    for step in standing.steps:
        assert 0 <= step.shown <= step.wanted == terms.wanted(step.level)
        assert step.is_ready == (step.level not in graduated and not step.lacks)
        if step.is_ready:
            assert step.clean >= step.wanted
            assert standing.serious <= terms.serious_allowed
            assert step.first_time is None or step.first_time >= terms.first_time_wanted
    assert standing.step("yellow").is_ready <= (standing.step("green").is_ready or "green" in graduated)


@settings(deadline=None)
@given(st.lists(marks, max_size=40), terms, st.randoms())
def test_the_order_in_which_reviews_are_told_changes_nothing(marks: list[Mark], terms: Terms, random: object) -> None:
    """Of reviews at different times: within one moment there is no newest."""
    told = list({one.at: one for one in marks}.values())
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert progress(told, terms, now=NOW).steps == progress(shuffled, terms, now=NOW).steps


@settings(deadline=None)
@given(st.lists(marks, max_size=40), terms)
def test_one_more_clean_answer_never_takes_anyone_further_away(marks: list[Mark], terms: Terms) -> None:
    before = progress(marks, terms, now=NOW).step("green")
    after = progress([*marks, mark(99, days_ago=0)], terms, now=NOW).step("green")
    assert after.clean == before.clean + 1
    assert after.is_ready >= before.is_ready


@settings(deadline=None)
@given(st.lists(marks, max_size=40), terms, st.floats(0, 60))
def test_a_reader_comes_back_only_for_serious_corrections_since_then(
    marks: list[Mark], terms: Terms, days_ago: float
) -> None:
    since = NOW - timedelta(days=days_ago)
    found = asks_to_return(marks, terms, since=since, now=NOW)
    assert all(one.at > since for one in found)
    assert not found or len(found) >= terms.returns_after > 0
