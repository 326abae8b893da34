"""Words and expressions: what cannot be used says why."""

import pytest

from playbook import words


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(a", "missing ): (a (at character 1)"),
        ("refund(?=now)", "invalid perl operator: (?= (at character 7)"),
        ("x[z-a]", "invalid character class range: z-a (at character 3)"),
        ("a{9999}", "invalid repetition size: {9999} (at character 2)"),
        ("a*", "it also matches a message without any words"),
        ("a\x00b", "it holds a character that no message can hold"),
        ("\ud800", "it holds a character that no message can hold"),
    ],
)
def test_an_expression_that_cannot_be_used_says_why_and_where(expression, reason):
    assert words.trouble_with(expression) == reason


def test_a_good_expression_has_no_trouble():
    assert words.trouble_with(r"(refund|money) \d+") is None


@pytest.mark.parametrize("word", ["", "*", " * ", "!!", "'"])
def test_what_holds_no_word_makes_no_pattern(word):
    assert words.word_pattern(word) == ""


def test_empty_alternatives_are_left_out():
    assert words.alternatives(" agent |  | * | the   crew ") == ["agent", "the crew"]


def test_a_text_is_cut_where_it_grows_too_long():
    assert len(words.plain("a" * 200_000)) == words.MOST_CHARACTERS + 2
