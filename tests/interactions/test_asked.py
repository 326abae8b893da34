"""What is typed into the search, read: words, phrases, beginnings, operators, and what makes no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.asked import EXAMPLES, LEVELS, MOST_OPERATORS, MOST_TERMS, OPERATORS, STANDINGS, Term, day, read
from interactions.full_text import asked_of_postgresql, asked_of_sqlite

typed = st.text(max_size=200) | st.text(alphabet="ab:\"*#'\\% ()-|&!12", max_size=200)


def test_words_phrases_and_beginnings_are_told_apart() -> None:
    asked = read('lost bag "third day" lugg*')
    assert asked.terms == (Term("lost"), Term("bag"), Term("third day"), Term("lugg", is_beginning=True))
    assert asked.operators == ()


def test_operators_stand_anywhere_and_take_quotes() -> None:
    asked = read('from:"Marta K" bag FLAG:red is:unanswered')
    assert asked.operators == (("from", "Marta K"), ("flag", "red"), ("is", "unanswered"))
    assert asked.terms == (Term("bag"),)
    assert not asked.wrong


def test_a_sign_and_a_number_alone_are_a_reference() -> None:
    assert read(" # 123 ").reference == 123
    assert read("#123 bag").reference is None


def test_bare_words_may_be_how_a_name_begins_and_a_phrase_may_not() -> None:
    assert read("Marta K").plain == "Marta K"
    assert read('marta "third day"').plain == ""


def test_what_joins_words_parts_them_as_the_index_does() -> None:
    assert read("can't tern.example/help").terms == (Term("can t"), Term("tern example help"))


@pytest.mark.parametrize("line", ["https://tern.example/x", "10:30", '"re:invent"'])
def test_a_colon_makes_no_operator_of_an_address_a_time_or_a_quotation(line: str) -> None:
    asked = read(line)
    assert asked.operators == ()
    assert not asked.wrong


def test_a_wrong_operator_is_told_which_exist() -> None:
    said = read("colour:red").wrong
    assert "“colour:”" in said
    assert all(f"{operator}:" in said for operator in OPERATORS)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("flag:pink", LEVELS),
        ("is:lost", STANDINGS),
        ("before:tomorrow", ["2026-11-30"]),
        ("after:2026-13-01", ["2026-11-30"]),
        ("before:0001-01-01", ["2026-11-30"]),  # its midnight in Auckland is a day that no calendar has
        ("from:", ["from:marta"]),
        ('topic:""', ["topic:marta"]),
        ("%%%", ["no word"]),
        ("bag " * (MOST_TERMS + 1), [str(MOST_TERMS)]),
        ("is:held " * (MOST_OPERATORS + 1), [str(MOST_OPERATORS)]),
    ],
)
def test_a_wrong_value_is_told_what_can_stand_there(line: str, offered: list[str]) -> None:
    assert all(word in read(line).wrong for word in offered)


def test_only_open_messages_without_a_word_are_work_in_the_order_of_a_queue() -> None:
    assert read("is:unanswered flag:red").is_for_work
    assert not read("is:unanswered bag").is_for_work
    assert not read("flag:red").is_for_work


def test_every_example_that_is_offered_makes_sense() -> None:
    assert [line for line, _meaning in EXAMPLES if read(line).wrong] == []
    assert {line.split(":")[0] for line, _meaning in EXAMPLES if ":" in line} | {"before"} == set(OPERATORS)


def test_a_day_is_read_as_it_is_written_in_a_date_of_iso() -> None:
    assert str(day("2026-11-30")) == "2026-11-30"
    assert day("30.11.2026") is None


@given(typed)
def test_whatever_is_typed_is_read(line: str) -> None:
    asked = read(line)
    if not asked.wrong:
        assert len(asked.terms) <= MOST_TERMS
        assert len(asked.operators) <= MOST_OPERATORS
        assert {name for name, _value in asked.operators} <= set(OPERATORS)
        assert asked.terms or asked.operators or asked.reference is not None or not line.strip()


@given(typed)
def test_nothing_that_is_typed_leaves_its_quotation_marks(line: str) -> None:
    terms = read(line).terms
    assert asked_of_postgresql(terms).count("'") == 2 * len(terms)
    assert asked_of_sqlite(terms).count('"') == 2 * len(terms)
    assert not any(sign in term.words for term in terms for sign in "\\:*&|!()<>\x00")
