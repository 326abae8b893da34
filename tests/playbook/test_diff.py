"""The word diff, for any two texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from playbook.diff import Span, spans


def test_a_changed_word_is_removed_and_added_in_its_place() -> None:
    assert spans("It flies on Tuesday at nine.", "It flies on Wednesday at nine.") == [
        Span("same", "It flies on "),
        Span("removed", "Tuesday "),
        Span("added", "Wednesday "),
        Span("same", "at nine."),
    ]


def test_a_word_that_two_changes_share_by_chance_belongs_to_the_change() -> None:
    found = spans("Hi Rob, sorry for the delay and so on.", "Hi Rob, thanks for your patience today!")
    assert [span.kind for span in found] == ["same", "removed", "added"]


def test_the_same_text_is_one_stretch() -> None:
    assert spans("As it was", "As it was") == [Span("same", "As it was")]


def test_an_empty_text_has_no_stretch_of_it() -> None:
    assert spans("", "") == []
    assert spans("", "New") == [Span("added", "New")]
    assert spans("Old", "") == [Span("removed", "Old")]


@given(st.text(), st.text())
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(before: str, after: str) -> None:
    found = spans(before, after)
    assert "".join(span.text for span in found if span.kind != "added") == before
    assert "".join(span.text for span in found if span.kind != "removed") == after


@given(st.lists(st.sampled_from(["a ", "b ", "c\n", "<b> "])), st.lists(st.sampled_from(["a ", "b ", "c\n", "<b> "])))
def test_no_stretch_is_empty(before: list[str], after: list[str]) -> None:
    assert all(span.text for span in spans("".join(before), "".join(after)))


def test_fifty_thousand_signs_that_repeat_take_no_seconds() -> None:
    started = time.perf_counter()
    spans("a " * 25_000, "a b " * 12_500)
    spans("a\n" * 25_000, "a\n" * 12_500 + "b")
    assert time.perf_counter() - started < 2
