"""Places in the queue survive their address."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from approvals.paging import Place


@given(
    st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 1, 1)),  # noqa: DTZ001 - given its zone below
    st.integers(min_value=0, max_value=2**63 - 1),
)
def test_a_place_is_read_as_it_was_written(due_at: datetime, draft_id: int) -> None:
    place = Place(due_at.replace(tzinfo=UTC), draft_id)
    assert Place.read(str(place)) == place


@given(st.text())
def test_what_nobody_wrote_is_no_place_or_one_that_can_be_asked_for(written: str) -> None:
    place = Place.read(written)
    assert place is None or place.draft_id < 2**63


def test_no_place_is_no_place() -> None:
    assert Place.read(None) is None
