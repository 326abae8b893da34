"""The whole input space of the sign-off policy."""

import itertools

from approvals.policy import POLICY_VERSION, Facts, Hand, requirement

PLAIN = Hand("Amara Osei")
NEW = Hand("Jonas Weber", is_on_probation=True)
MACHINE = Hand("Triage bot", is_machine=True)
NEW_MACHINE = Hand("Odd bot", is_machine=True, is_on_probation=True)
HANDS = (PLAIN, NEW, MACHINE, NEW_MACHINE)
BY_LEVEL = {"": 1, "green": 0, "yellow": 1, "red": 2, "purple": 1}
CASES = [
    (level, hands) for level in BY_LEVEL for length in (1, 2, 3) for hands in itertools.product(HANDS, repeat=length)
]


def test_the_level_decides_and_a_hand_to_be_read_raises_it_to_one() -> None:
    for level, hands in CASES:
        is_to_be_read = any(hand.is_machine or hand.is_on_probation for hand in hands)
        asked = requirement(Facts(level, hands))
        assert asked.needed == max(BY_LEVEL[level], int(is_to_be_read)), (level, hands)
        assert asked.policy_version == POLICY_VERSION


def test_every_requirement_says_why_in_sentences_that_name_the_people() -> None:
    for level, hands in CASES:
        reasons = requirement(Facts(level, hands)).reasons
        assert reasons, (level, hands)
        assert all(reason.endswith(".") and "%(" not in reason for reason in reasons)
        for hand in hands:
            is_named = any(hand.name in reason for reason in reasons)
            assert is_named == (hand.is_machine or hand.is_on_probation), (level, hands)


def test_a_green_text_of_an_experienced_agent_needs_nobody() -> None:
    assert requirement(Facts("green", (PLAIN,))).reasons == ("Green asks for nobody’s sign-off.",)


def test_a_green_text_on_probation_is_not_told_that_green_needs_nobody() -> None:
    reasons = requirement(Facts("green", (NEW,))).reasons
    assert reasons == ("Jonas Weber is on probation, so another person reads it.",)
