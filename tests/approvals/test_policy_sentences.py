"""Rules in words, and why one did not match."""

from decimal import Decimal

import pytest
from django.utils import translation

from approvals.policy import EVERYBODY, LEVELS, OWN_TEAM, Ask, Facts, Hand, Rule
from approvals.rules import shipped
from approvals.sentences import Names, in_words, named, why_not

NAMES = Names(
    teams={7: "Legal and privacy"},
    topics={1: "Bags", 2: "Fares", 3: "Praise", 4: "Crew", 5: "Food", 6: "Wi-Fi"},
    channels={9: "Harbour"},
    people={3: "Jonas Weber"},
)
ONE, LEGAL = Ask(OWN_TEAM, 1), Ask(7, 1)
SENTENCES = [
    (
        Rule("", (ONE,), levels=frozenset({"yellow"})),
        "Yellow · Caution asks one other person of the conversation’s team",
    ),
    (
        Rule("", (ONE, LEGAL), levels=frozenset(LEVELS), topics=frozenset({1})),
        "Green · Go, Yellow · Caution or Red · Stop about Bags asks one other person of the conversation’s team, "
        "then one other person of Legal and privacy",
    ),
    (
        Rule("", (Ask(7, EVERYBODY),), topics=frozenset({1, 2, 3, 4, 5, 6})),
        "Every answer about Bags, Crew, Fares, Food or 2 others asks everybody who approves for Legal and privacy",
    ),
    (
        Rule("", (Ask(7, 2),), channels=frozenset({9}), authors=frozenset({3}), is_public=True),
        "Every answer on Harbour, written by Jonas Weber, in public asks two other people of Legal and privacy",
    ),
    (
        Rule("", (LEGAL,), contacts=frozenset({"press", "vip"}), min_followers=10_000, is_public=False),
        "Every answer to press or a VIP, to somebody with at least 10,000 followers, in private asks one other person "
        "of Legal and privacy",
    ),
    (
        Rule("", (LEGAL,), over_departure=0.2, over_amount=Decimal("49.50")),
        "Every answer that changes more than 20 % of its template, that promises more than 49.50 asks one other person "
        "of Legal and privacy",
    ),
    (
        Rule("", (ONE,), levels=frozenset({"yellow"}), spared_up_to=0.1),
        "Yellow · Caution asks one other person of the conversation’s team, but not for an approved template changed "
        "by at most 10 %",
    ),
    (
        Rule("", (ONE,), spared_up_to=0.0),
        "Every answer asks one other person of the conversation’s team, but not for an approved template as it stands",
    ),
    (Rule("", ()), "Every answer asks nobody"),
    (Rule("", (Ask(8, 1),)), "Every answer asks one other person of #8"),
]


@pytest.mark.parametrize(("rule", "words"), SENTENCES, ids=[words[:40] for _rule, words in SENTENCES])
def test_a_rule_reads_as_one_sentence(rule: Rule, words: str) -> None:
    assert in_words(rule, NAMES) == words


def test_a_rule_that_nobody_named_gives_its_sentence_as_the_reason() -> None:
    assert str(named(SENTENCES[0][0]).name) == SENTENCES[0][1]
    assert named(Rule("Press is read", (ONE,))).name == "Press is read"


def test_the_sentence_is_made_when_it_is_read_not_when_the_rule_was_loaded() -> None:
    with translation.override("de"):
        rule = named(Rule("", (ONE,), min_followers=10_000))
    assert "10,000" in str(rule.name)
    with translation.override("de"):
        assert "10.000" in str(rule.name)


def test_a_rule_that_somebody_took_out_says_for_whom_it_still_holds() -> None:
    rule = named(Rule("", (ONE,), levels=frozenset({"red"}), taken_out_by=3), NAMES)
    assert str(rule.name) == (
        "Jonas Weber took out “Red · Stop asks one other person of the conversation’s team”; until another admin "
        "confirms that, it holds for their own texts"
    )


def test_shipped_rules_say_what_they_ask() -> None:
    assert [str(rule.name) for rule in shipped()] == [
        "Yellow · Caution asks one other person of the conversation’s team",
        "Red · Stop asks two other people of the conversation’s team",
    ]


FACTS = Facts("green", (Hand("Amara Osei", pk=1),), departure=0.05)
REASONS = [
    (Rule("", levels=frozenset({"red"})), "The flag is Green · Go."),
    (Rule("", topics=frozenset({1})), "It is not about Bags."),
    (Rule("", channels=frozenset({9})), "It is not on Harbour."),
    (Rule("", authors=frozenset({3})), "It is not written by Jonas Weber."),
    (Rule("", taken_out_by=3), "It is out of force and holds for Jonas Weber alone."),
    (Rule("", contacts=frozenset({"press"})), "It is not to press."),
    (Rule("", min_followers=10), "They have 0 followers."),
    (Rule("", is_public=False), "It is in public."),
    (Rule("", over_departure=0.2), "It changes 5 % of its template."),
    (Rule("", over_amount=Decimal(50)), "It promises no sum above 50."),
    (Rule("", spared_up_to=0.1), "The words are an approved template’s, or nearly."),
]


@pytest.mark.parametrize(("rule", "reason"), REASONS, ids=[reason for _rule, reason in REASONS])
def test_a_rule_that_does_not_match_says_why(rule: Rule, reason: str) -> None:
    assert why_not(rule, FACTS, NAMES) == [reason]


def test_every_condition_that_fails_is_named_and_a_match_has_none() -> None:
    both = Rule("", levels=frozenset({"red"}), is_public=False)
    assert why_not(both, FACTS) == ["The flag is Green · Go.", "It is in public."]
    assert why_not(Rule("", levels=frozenset({"green"})), FACTS) == []
    assert why_not(Rule("", over_departure=0.2), Facts("", FACTS.hands)) == ["It is not written from a template."]
    assert why_not(Rule("", levels=frozenset({"red"})), Facts("", FACTS.hands)) == ["The flag is not set."]
    assert why_not(Rule("", is_public=True), Facts("", FACTS.hands, is_public=False)) == ["It is in private."]
