"""The words that were looked for, marked in what a list shows of a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from interactions.asked import Term, read
from interactions.highlighting import around


def marked(text: str, line: str, length: int = 180) -> str:
    return around(text, read(line).terms, length)


def test_whole_words_are_marked_whatever_their_case() -> None:
    assert marked("My Bag, not my baggage", "bag") == "My <mark>Bag</mark>, not my baggage"


def test_a_beginning_marks_the_word_to_its_end() -> None:
    assert marked("luggage and lug", "lugg*") == "<mark>luggage</mark> and lug"


def test_a_phrase_is_marked_across_what_stands_between_its_words() -> None:
    assert marked("On the third, day of it", '"third day"') == "On the <mark>third, day</mark> of it"


def test_the_part_around_the_first_word_is_shown() -> None:
    shown = marked("so " * 200 + "where is my suitcase now", "suitcase")
    assert shown.startswith("… ")
    assert "my <mark>suitcase</mark> now" in shown


def test_markup_of_the_customer_stays_text() -> None:
    shown = marked("<script>bag</script> & more", "bag")
    assert shown == "&lt;script&gt;<mark>bag</mark>&lt;/script&gt; &amp; more"


def test_without_the_word_the_beginning_is_shown() -> None:
    assert marked("Where is it?", "bag") == "Where is it?"


@given(st.text(max_size=400), st.lists(st.text(alphabet="ab c.*+[(<&", min_size=1, max_size=8), max_size=4))
def test_whatever_is_written_and_looked_for_only_our_marks_are_markup(text: str, words: list[str]) -> None:
    shown = around(text, [Term(word, is_beginning=bool(len(word) % 2)) for word in words], 100)
    bare = re.sub(r"</?mark>", "", shown)
    assert "<" not in bare
    assert ">" not in bare
