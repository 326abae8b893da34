"""Warnings about a policy, before it bites."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.lint import House, covers, warnings
from approvals.policy import CONTACTS, EVERYBODY, LEVELS, OWN_TEAM, Ask, Facts, Rule, decide
from approvals.sentences import Names
from tests.approvals.test_policy import some_facts

CARE, LEGAL = 1, 7
BAGS, HACKING, RETIRED = 1, 2, 3
HOUSE = House(
    approvers={CARE: frozenset({11, 12, 13}), LEGAL: frozenset({12, 14})},
    homes=frozenset({CARE}),
    topics={BAGS: "yellow", HACKING: "red"},
    channels=frozenset({9}),
    writers=frozenset({10}),
    names=Names(
        teams={CARE: "Care", LEGAL: "Legal"},
        topics={BAGS: "Bags", HACKING: "Hacking", RETIRED: "Telex"},
        channels={9: "Harbour", 8: "Old harbour"},
        people={10: "Amara", 11: "Dev", 12: "Ingrid", 14: "Ruth", 15: "Axel"},
    ),
)
ONE, TWO = (Ask(OWN_TEAM, 1),), (Ask(OWN_TEAM, 2),)


def about(rule: Rule, house: House = HOUSE, *others: Rule) -> list[str]:
    return warnings([rule, *others], house)[0]


def of(team: int, *people: int) -> House:
    return replace(HOUSE, approvers={**HOUSE.approvers, team: frozenset(people)})


CASES = [
    (Rule("", ONE), HOUSE, []),
    (Rule("", (Ask(LEGAL, 1),)), of(LEGAL), ["Nobody may approve for Legal, so this can never be signed."]),
    (Rule("", (Ask(LEGAL, 3),)), HOUSE, ["It asks 3 people of Legal, and fewer may approve there."]),
    (
        Rule("", (Ask(LEGAL, 1),)),
        of(LEGAL, 14),
        ["Only Ruth may approve for Legal: while they are away, it waits."],
    ),
    (
        Rule("", TWO, authors=frozenset({11})),
        replace(of(CARE, 11, 12), writers=frozenset({11})),
        ["When one of the people who may approve for Care writes the text, too few are left."],
    ),
    (
        Rule("", TWO),
        replace(of(CARE, 11, 12), writers=frozenset({10, 11})),
        ["When one of the people who may approve for Care writes the text, too few are left."],
    ),
    (
        Rule("", (Ask(OWN_TEAM, 2), Ask(LEGAL, 1))),
        replace(HOUSE, approvers={CARE: frozenset({11, 12}), LEGAL: frozenset({11, 12})}),
        ["Everybody signs a text once, and these teams share too few people for all steps."],
    ),
    (Rule("", (Ask(LEGAL, EVERYBODY),)), HOUSE, []),
    (Rule("", ONE, topics=frozenset({RETIRED})), HOUSE, ["It never matches: Telex is retired."]),
    (
        Rule("", ONE, topics=frozenset({HACKING}), levels=frozenset({"green", "yellow"})),
        HOUSE,
        ["It never matches: its topics are stricter than its flags, and the strictest flag counts."],
    ),
    (Rule("", ONE, topics=frozenset({BAGS, HACKING}), levels=frozenset({"yellow", "red"})), HOUSE, []),
    (Rule("", ONE, channels=frozenset({8})), HOUSE, ["It never matches: Old harbour is not in use."]),
    (Rule("", ONE, authors=frozenset({15})), HOUSE, ["It never matches: Axel may not draft here."]),
    (
        Rule("", ONE, over_departure=1.0),
        HOUSE,
        ["It never matches: no text changes more than 100 % of its template."],
    ),
    (
        Rule("", ONE, over_departure=0.2, spared_up_to=1.0),
        HOUSE,
        ["It never matches: no text changes more than 100 % of its template."],
    ),
]


@pytest.mark.parametrize(("rule", "house", "said"), CASES)
def test_a_rule_alone(rule: Rule, house: House, said: list[str]) -> None:
    assert about(rule, house) == said


def test_a_milder_flag_that_asks_for_more_than_a_stricter_one_is_told() -> None:
    two, one = Rule("", TWO, levels=frozenset({"green"})), Rule("", ONE, levels=frozenset({"red"}))
    assert about(two, HOUSE, one) == ["Green · Go asks for more here than Yellow · Caution does."]
    both = Rule("", TWO, levels=frozenset({"yellow", "red"}))
    assert about(two, HOUSE, both) == []
    to_press = Rule("", TWO, levels=frozenset({"green"}), contacts=frozenset({"press"}))
    assert about(to_press, HOUSE, both) == []


def test_a_rule_that_another_covers_is_told_and_of_two_alike_the_later_one() -> None:
    yellow, press = Rule("Yellow", ONE, levels=frozenset({"yellow"})), Rule("Press", ONE, contacts=frozenset({"press"}))
    red, wide = Rule("Red", TWO, levels=frozenset({"red"})), Rule("All", ONE)
    assert warnings([yellow, red, press], HOUSE) == [[], [], []]
    words = "Every answer asks one other person of the conversation’s team"
    told = [f"It changes nothing: “{words}” asks as much of the same answers."]
    assert warnings([yellow, wide], HOUSE) == [told, []]
    assert warnings([wide, replace(wide, name="Again")], HOUSE) == [[], told]


def test_more_names_of_the_same_answers_are_not_covered() -> None:
    assert not covers(Rule("", ONE), Rule("", TWO))
    assert covers(Rule("", TWO), Rule("", ONE))
    assert covers(Rule("", (Ask(LEGAL, EVERYBODY),)), Rule("", (Ask(LEGAL, 5),)))
    assert not covers(Rule("", (Ask(LEGAL, 5),)), Rule("", (Ask(LEGAL, EVERYBODY),)))
    assert not covers(Rule("", ONE, over_departure=0.1), Rule("", ONE, over_departure=0.0))
    assert covers(Rule("", ONE, over_departure=0.0), Rule("", ONE, over_departure=0.1))


limits = st.none() | st.sampled_from([0.0, 0.1, 0.5, 1.0])
some_rule = st.builds(
    Rule,
    name=st.just("A rule"),
    asks=st.sampled_from([ONE, TWO, (Ask(LEGAL, 1),), (Ask(OWN_TEAM, 1), Ask(LEGAL, EVERYBODY))]),
    levels=st.frozensets(st.sampled_from(LEVELS), max_size=2),
    authors=st.frozensets(st.sampled_from([1, 2]), max_size=1),
    contacts=st.frozensets(st.sampled_from(CONTACTS), max_size=2),
    min_followers=st.sampled_from([0, 0, 10]),
    is_public=st.none() | st.booleans(),
    over_departure=limits,
    over_amount=st.none() | st.sampled_from([Decimal(0), Decimal(50)]),
    spared_up_to=limits,
    taken_out_by=st.sampled_from([0, 0, 1]),
)


@given(some_facts, some_rule, some_rule)
def test_a_covered_rule_never_changes_a_decision(facts: Facts, rule: Rule, other: Rule) -> None:
    if covers(other, rule):
        assert decide(facts, [other, rule]).asks == decide(facts, [other]).asks


@given(st.lists(some_rule, max_size=4))
def test_every_policy_is_read_to_its_end(rules: list[Rule]) -> None:
    assert len(warnings(rules, HOUSE)) == len(rules)
