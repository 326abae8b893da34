"""Places of remarks in a text, for every text and every phrase."""

from hypothesis import given
from hypothesis import strategies as st

from approvals import anchors
from playbook.diff import spans

texts = st.text(alphabet="ab \n🙏é", max_size=40)


@given(texts, st.integers(0, 40), st.integers(1, 10), st.integers(0, 60))
def test_what_is_found_says_the_phrase(text: str, start: int, length: int, near: int) -> None:
    phrase = text[start : start + length]
    place = anchors.find(text, phrase, near)
    assert (place is None) == (not phrase)
    assert place is None or text[place : place + len(phrase)] == phrase


@given(texts, st.integers(0, 40), st.integers(1, 10))
def test_the_place_meant_is_found_again(text: str, start: int, length: int) -> None:
    phrase = text[start : start + length]
    if phrase:
        assert anchors.find(text, phrase, start) == start


@given(texts, st.integers(0, 30), st.integers(1, 10), texts)
def test_a_rewrite_touches_nothing_else(text: str, start: int, length: int, rewrite: str) -> None:
    quote = text[start : start + length]
    new = anchors.rewritten(text, start, quote, rewrite)
    assert (new is None) == (not quote)
    if new is not None:
        assert new == text[:start] + rewrite + text[start + len(quote) :]


@given(texts, texts, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=3))
def test_cutting_a_difference_loses_and_marks_nothing_else(
    before: str, after: str, places: list[tuple[int, int]]
) -> None:
    marks = [
        (number, start, min(start + length, len(after)))
        for number, (start, length) in enumerate(places)
        if start < len(after)
    ]
    cut = anchors.pieces(spans(before, after), marks)
    assert "".join(piece.text for piece in cut if piece.kind != "removed") == after
    assert "".join(piece.text for piece in cut if piece.kind != "added") == before
    for number, start, end in marks:
        assert "".join(piece.text for piece in cut if number in piece.marks) == after[start:end]
