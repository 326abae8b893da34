"""Whom to page next: examples, and a property over every plan."""

from hypothesis import given
from hypothesis import strategies as st

from oncall.policy import Plan, StepSpec, everybody, next_turn, swells

PRIYA, TOMAS, INGRID, RUTH = 1, 2, 3, 4
COMMS = 9
CARE, LEAD = 7, 8
GROUPS = {(CARE, None): [PRIYA, RUTH], (CARE, LEAD): [RUTH], (None, LEAD): [RUTH, TOMAS]}


def plan(*steps: StepSpec, last_resort: tuple[int, ...] = (INGRID,), repeats: int = 0) -> Plan:
    return Plan("Red", steps, last_resort, (), repeats)


def turn(a_plan: Plan, round_: int = 1, step: int = 0, *, on_call: int | None = PRIYA, active=None, passed=()):
    may_page = (lambda person: True) if active is None else active.__contains__

    def who_is_named(step: StepSpec) -> list[int]:
        return [on_call] if step.schedule == COMMS and on_call is not None else GROUPS.get((step.team, step.role), [])

    return next_turn(a_plan, round_=round_, step=step, who_is_named=who_is_named, may_page=may_page, passed=passed)


TWO_STEPS = plan(StepSpec(5, schedule=COMMS), StepSpec(3, people=(TOMAS,)))


def test_the_first_step_pages_whoever_the_schedule_names_now() -> None:
    first = turn(TWO_STEPS)
    assert (first.round, first.step, first.people, first.wait_for) == (1, 1, (PRIYA,), 5)


def test_the_next_step_follows_with_its_own_wait() -> None:
    second = turn(TWO_STEPS, step=1)
    assert (second.round, second.step, second.people, second.wait_for) == (1, 2, (TOMAS,), 3)


def test_after_the_last_step_it_starts_again_and_pages_the_last_resort_too() -> None:
    again = turn(TWO_STEPS, step=2)
    assert (again.round, again.step, again.people, again.starts_again) == (2, 1, (PRIYA, INGRID), True)


def test_a_step_of_a_gap_advances_at_once() -> None:
    assert turn(TWO_STEPS, on_call=None).people == (TOMAS,)


def test_people_who_left_are_not_paged() -> None:
    assert turn(TWO_STEPS, active={TOMAS}).step == 2
    assert turn(TWO_STEPS, step=2, active={INGRID}).people == (INGRID,)


def test_who_passed_is_skipped_for_the_rest_of_the_round_and_asked_in_the_next() -> None:
    twice = plan(StepSpec(5, people=(PRIYA,)), StepSpec(5, people=(PRIYA,)), StepSpec(5, people=(TOMAS,)))
    assert turn(twice, step=1, passed=[PRIYA]).people == (TOMAS,)
    assert turn(twice, step=3, passed=[PRIYA]).people == (PRIYA, INGRID)


def test_without_a_policy_everybody_is_paged_again_and_again() -> None:
    whole_team = everybody([PRIYA, RUTH])
    assert turn(whole_team).people == (PRIYA, RUTH)
    assert turn(whole_team, step=1).people == (PRIYA, RUTH)


def test_a_policy_without_steps_pages_its_last_resort() -> None:
    bare = plan()
    assert turn(bare).people == (INGRID,)
    assert turn(bare, round_=2).people == (INGRID,)


def test_nobody_at_all_is_an_empty_turn_that_asks_again_soon() -> None:
    lonely = turn(TWO_STEPS, active=set())
    assert lonely.people == ()
    assert lonely.wait_for == 1


def test_a_step_pages_everybody_of_a_team_a_role_or_a_role_of_a_team() -> None:
    whole = plan(StepSpec(5, team=CARE), StepSpec(5, role=LEAD), StepSpec(5, team=CARE, role=LEAD))
    assert [turn(whole, step=step).people for step in range(3)] == [(PRIYA, RUTH), (RUTH, TOMAS), (RUTH,)]


def test_the_last_resort_is_paged_once_the_steps_were_repeated_as_often_as_asked() -> None:
    patient = plan(StepSpec(5, people=(PRIYA,)), repeats=2)
    rounds = [turn(patient, round_=number, step=1) for number in (1, 2, 3)]
    assert [taken.people for taken in rounds] == [(PRIYA,), (PRIYA,), (PRIYA, INGRID)]
    assert [taken.is_exhausted for taken in rounds] == [False, False, True]


def test_an_alert_is_paged_again_at_ten_a_hundred_and_a_thousand_flags() -> None:
    grown = [count for count in range(2, 5_000) if swells(count - 1, count)]
    assert grown == [10, 100, 1_000]
    assert swells(3, 500)
    assert not swells(10, 99)


def test_a_plan_survives_being_stored_and_one_stored_long_ago_is_read() -> None:
    whole = plan(StepSpec(5, team=CARE, role=LEAD), StepSpec(3, (PRIYA,), COMMS), repeats=3)
    assert Plan.from_json(whole.to_json()) == whole
    old = {"name": "Red", "last_resort": [INGRID], "members": []}
    old |= {
        "steps": [
            {"wait_for": 5, "people": [], "schedule": COMMS},
            {"wait_for": 3, "people": [TOMAS], "schedule": None},
        ]
    }
    assert Plan.from_json(old) == TWO_STEPS


people = st.integers(1, 6)
plans = st.builds(
    Plan,
    st.just("any"),
    st.lists(
        st.one_of(
            st.builds(StepSpec, st.integers(1, 9), st.lists(people, max_size=2).map(tuple)),
            st.builds(StepSpec, st.integers(1, 9), schedule=st.integers(1, 3)),
        ),
        max_size=5,
    ).map(tuple),
    st.lists(people, max_size=3).map(tuple),
    st.just(()),
    st.integers(0, 3),
)


@given(plans, st.dictionaries(st.integers(1, 3), people), st.sets(people), st.integers(0, 5), st.sets(people))
def test_whoever_can_be_reached_is_reached_within_two_rounds_more_than_it_repeats(
    a_plan, shifts, active, step, passed
) -> None:
    reachable = {person for spec in a_plan.steps for person in spec.people} | set(a_plan.last_resort)
    reachable |= {shifts[pk] for pk in a_plan.schedules if pk in shifts}
    paged: set[int] = set()
    round_, step = 1, min(step, len(a_plan.steps))
    start = round_
    while round_ - start <= 2 + a_plan.repeats:
        taken = next_turn(
            a_plan,
            round_=round_,
            step=step,
            who_is_named=lambda spec: [shifts[spec.schedule]] if spec.schedule in shifts else [],
            may_page=active.__contains__,
            passed=passed,
        )
        assert (taken.round, taken.step) > (round_, step)
        assert set(taken.people) <= active
        assert bool(taken.people) or not reachable & active
        if taken.round > round_:
            passed = set()
        paged |= set(taken.people)
        round_, step = taken.round, taken.step
    assert paged == reachable & active
