"""The whole input space of the sign-off policy."""

import itertools
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.policy import CONTACTS, EVERYBODY, LEVELS, OWN_TEAM, UNTOLD, Ask, Decision, Facts, Hand, Rule, decide
from approvals.rules import shipped

PLAIN = Hand("Amara Osei", pk=1)
NEW = Hand("Jonas Weber", pk=2, is_on_probation=True)
MACHINE = Hand("Triage bot", pk=3, is_machine=True)
HANDS = (PLAIN, NEW, MACHINE)
BY_LEVEL = {"": 1, "green": 0, "yellow": 1, "red": 2, "purple": 1}
LEGAL = 7
CASES = [
    (level, hands, asks_second_pair)
    for level in BY_LEVEL
    for length in (1, 2, 3)
    for hands in itertools.product(HANDS, repeat=length)
    for asks_second_pair in (False, True)
]


def needed(decision: Decision) -> int:
    return sum(ask.needed for ask in decision.asks)


def test_the_shipped_rules_ask_by_level_and_a_hand_to_be_read_raises_it_to_one() -> None:
    for level, hands, asks_second_pair in CASES:
        is_to_be_read = asks_second_pair or any(hand.is_machine or hand.is_on_probation for hand in hands)
        decision = decide(Facts(level, hands, asks_second_pair=asks_second_pair), shipped())
        assert needed(decision) == max(BY_LEVEL[level], int(is_to_be_read)), (level, hands)
        assert {ask.team for ask in decision.asks} <= {OWN_TEAM}


def test_every_decision_says_why_in_sentences_that_name_the_people() -> None:
    for level, hands, asks_second_pair in CASES:
        reasons = decide(Facts(level, hands, asks_second_pair=asks_second_pair), shipped()).reasons
        assert reasons, (level, hands)
        assert all(reason.endswith(".") and "%(" not in reason for reason in reasons)
        for hand in hands:
            is_named = any(hand.name in reason for reason in reasons)
            wants_reader = asks_second_pair and hand is hands[0]
            assert is_named >= (hand.is_machine or hand.is_on_probation or wants_reader), (level, hands)


def test_no_rule_can_switch_off_what_protects_the_public() -> None:
    for level, hands, asks_second_pair in CASES:
        is_to_be_read = asks_second_pair or any(hand.is_machine or hand.is_on_probation for hand in hands)
        decision = decide(Facts(level, hands, asks_second_pair=asks_second_pair, departure=0.0), ())
        assert needed(decision) == int(is_to_be_read or level not in LEVELS)


# One rule for each condition: facts that it matches, and facts that differ from them in that condition alone.
CONDITIONS = [
    (Rule("levels", (Ask(LEGAL, 1),), levels=frozenset({"green"})), {}, {"level": "yellow"}),
    (
        Rule("topics", (Ask(LEGAL, 1),), topics=frozenset({5})),
        {"topics": frozenset({4, 5})},
        {"topics": frozenset({4})},
    ),
    (Rule("channels", (Ask(LEGAL, 1),), channels=frozenset({9})), {"channel": 9}, {"channel": 8}),
    (Rule("authors", (Ask(LEGAL, 1),), authors=frozenset({1})), {"hands": (NEW, PLAIN)}, {"hands": (NEW,)}),
    (Rule("contacts", (Ask(LEGAL, 1),), contacts=frozenset({"press"})), {"contact": frozenset({"press", "vip"})}, {}),
    (Rule("followers", (Ask(LEGAL, 1),), min_followers=100), {"followers": 100}, {"followers": 99}),
    (Rule("public", (Ask(LEGAL, 1),), is_public=True), {"is_public": True}, {"is_public": False}),
    (Rule("private", (Ask(LEGAL, 1),), is_public=False), {"is_public": False}, {"is_public": True}),
    (Rule("departure", (Ask(LEGAL, 1),), over_departure=0.2), {"departure": 0.21}, {"departure": 0.2}),
    (Rule("no template", (Ask(LEGAL, 1),), over_departure=0.2), {"departure": 0.9}, {"departure": None}),
    (Rule("amount", (Ask(LEGAL, 1),), over_amount=Decimal(50)), {"amount": Decimal("50.01")}, {"amount": Decimal(50)}),
    (Rule("spared", (Ask(LEGAL, 1),), spared_up_to=0.1), {"departure": None}, {"departure": 0.1}),
    (Rule("taken out", (Ask(LEGAL, 1),), taken_out_by=1), {"hands": (NEW, PLAIN)}, {"hands": (NEW,)}),
    (Rule("untold", (Ask(LEGAL, 1),), over_amount=Decimal(10**9)), {"amount": UNTOLD}, {"amount": Decimal(10**9)}),
    (Rule("not spared", (Ask(LEGAL, 1),), spared_up_to=0.1), {"departure": 0.11}, {"departure": 0.0}),
]


@pytest.mark.parametrize(("rule", "meets", "misses"), CONDITIONS, ids=lambda each: getattr(each, "name", ""))
def test_a_condition_is_met_or_missed_by_itself(rule: Rule, meets: dict, misses: dict) -> None:
    facts = {"level": "green", "hands": (PLAIN,)}
    assert Ask(LEGAL, 1) in decide(Facts(**facts | meets), (rule,)).asks
    assert decide(Facts(**facts | misses), (rule,)).asks in {(), (Ask(OWN_TEAM, 1),)}


def test_a_rule_without_conditions_asks_always_and_one_with_several_needs_all() -> None:
    always = Rule("Always", (Ask(LEGAL, 1),))
    both = Rule("Both", (Ask(LEGAL, 1),), levels=frozenset({"green"}), min_followers=10)
    assert decide(Facts("green", (PLAIN,)), (always,)).asks == (Ask(LEGAL, 1),)
    assert decide(Facts("green", (PLAIN,), followers=9), (both,)).asks == ()
    assert decide(Facts("yellow", (PLAIN,), followers=10), (both,)).asks == ()
    assert decide(Facts("green", (PLAIN,), followers=10), (both,)).asks == (Ask(LEGAL, 1),)


def test_rules_add_up_to_one_step_a_team_and_the_own_team_reads_first() -> None:
    rules = (
        Rule("Legal reads", (Ask(LEGAL, 1),)),
        Rule("Two of us", (Ask(OWN_TEAM, 2),)),
        Rule("One of us", (Ask(OWN_TEAM, 1), Ask(LEGAL, EVERYBODY))),
    )
    decision = decide(Facts("green", (PLAIN,)), rules)
    assert decision.asks == (Ask(OWN_TEAM, 2), Ask(LEGAL, EVERYBODY))
    assert decision.reasons == ("Legal reads.", "Two of us.", "One of us.")


def test_approved_words_spare_a_rule_but_never_a_newcomer() -> None:
    rule = Rule("Yellow asks", (Ask(OWN_TEAM, 1),), levels=frozenset({"yellow"}), spared_up_to=0.0)
    spared = decide(Facts("yellow", (PLAIN,), departure=0.0), (rule,))
    assert spared.asks == ()
    assert spared.reasons == ("The words are an approved template’s, so nobody signs them again.",)
    assert needed(decide(Facts("yellow", (NEW,), departure=0.0), (rule,))) == 1
    assert needed(decide(Facts("yellow", (PLAIN,), departure=0.01), (rule,))) == 1


some_rules = st.lists(
    st.builds(
        Rule,
        name=st.sampled_from(["A rule", "Another rule."]),
        asks=st.lists(
            st.builds(Ask, st.sampled_from([OWN_TEAM, 7, 8]), st.sampled_from([EVERYBODY, 1, 2])), max_size=2
        ).map(tuple),
        levels=st.frozensets(st.sampled_from(LEVELS), max_size=2),
        contacts=st.frozensets(st.sampled_from(CONTACTS), max_size=1),
        spared_up_to=st.none() | st.floats(0, 1),
        over_departure=st.none() | st.floats(0, 1),
    ),
    max_size=4,
)
some_facts = st.builds(
    Facts,
    level=st.sampled_from(["", *LEVELS]),
    hands=st.lists(st.sampled_from(HANDS), min_size=1, max_size=3).map(tuple),
    contact=st.frozensets(st.sampled_from(CONTACTS), max_size=2),
    departure=st.none() | st.floats(0, 1),
    asks_second_pair=st.booleans(),
)


@given(some_facts, some_rules, some_rules)
def test_another_rule_never_asks_for_less(facts: Facts, rules: list[Rule], more: list[Rule]) -> None:
    few = {ask.team: ask.needed for ask in decide(facts, rules).asks}
    many = {ask.team: ask.needed for ask in decide(facts, [*rules, *more]).asks}
    for team, number in few.items():
        assert many[team] == EVERYBODY or (number != EVERYBODY and many[team] >= number)


@given(some_facts, some_rules, st.data())
def test_what_somebody_took_out_alone_spares_others_and_never_themselves(
    facts: Facts, rules: list[Rule], data: st.DataObject
) -> None:
    taker = data.draw(st.sampled_from([hand.pk for hand in HANDS]))
    taken_out = [replace(rule, taken_out_by=taker) for rule in rules]
    is_theirs = taker in {hand.pk for hand in facts.hands}
    assert decide(facts, taken_out).asks == decide(facts, rules if is_theirs else []).asks


@given(some_facts, some_rules)
def test_a_rule_matches_exactly_where_it_names_no_condition_that_is_missed(facts: Facts, rules: list[Rule]) -> None:
    for rule in rules:
        assert rule.matches(facts) == (not rule.missed(facts) and not rule.spares(facts))
        assert set(rule.missed(facts)) <= {field.name for field in fields(Rule)}


@given(some_facts, some_rules)
def test_each_team_is_asked_once_and_a_decision_always_says_why(facts: Facts, rules: list[Rule]) -> None:
    decision = decide(facts, rules)
    teams = [ask.team for ask in decision.asks]
    assert len(teams) == len(set(teams))
    assert decision.reasons
    assert OWN_TEAM not in teams[1:]
