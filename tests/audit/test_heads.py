"""A head that was written down elsewhere gives away that the end of the record was cut off."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from audit import guards
from audit.models import Event, EventDetail, Seal
from audit.verification import Head, breaks, newest_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(chain: list[Event], tmp_path: Path) -> Path:
    """The head as an operator writes it down."""
    path = tmp_path / "heads.txt"
    said = io.StringIO()
    call_command("verify_record", print_head=True, stdout=said)
    path.write_text(said.getvalue())
    return path


def cut_the_end_off(chain: list[Event]) -> int:
    """The newest seal goes with its events; what is left is whole."""
    gone = chain[-1].seal_id
    assert gone is not None
    with guards.lifted(connection):
        EventDetail.objects.filter(event__seal=gone).delete()
        Event.objects.filter(seal=gone).delete()
        Seal.objects.filter(pk=gone).delete()
    return gone


def test_a_record_that_has_grown_since_still_holds(kept: Path, chain: list[Event]) -> None:
    assert kept.read_text() == f"{newest_head()}\n"
    kept.write_text(f"{kept.read_text()}\n{newest_head()}\n")
    call_command("verify_record", heads=str(kept), stdout=io.StringIO())


def test_a_cut_end_is_seen_with_the_head_alone(kept: Path, chain: list[Event]) -> None:
    gone = cut_the_end_off(chain)
    assert list(breaks()) == []
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_record", heads=str(kept), stderr=(told := io.StringIO()))
    assert told.getvalue().startswith(f"Seal {gone} was written down and is gone")


def test_another_seal_under_the_number_that_was_written_down_is_seen(chain: list[Event]) -> None:
    number = chain[-1].seal_id
    assert number is not None
    assert list(breaks([Head(number, "0" * 64)])) == [f"Seal {number} is not the one that was written down."]


def test_before_the_first_seal_there_is_no_head() -> None:
    call_command("verify_record", print_head=True, stdout=(said := io.StringIO()))
    assert (newest_head(), said.getvalue()) == (None, "")


@pytest.mark.parametrize("line", ["1", "one " + "0" * 64, "1 abc", "1 " + "0" * 62, "1 " + "x" * 64])
def test_a_line_that_is_no_head_is_refused(line: str, tmp_path: Path) -> None:
    (path := tmp_path / "heads.txt").write_text(line)
    with pytest.raises(CommandError, match="no head"):
        call_command("verify_record", heads=str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_record", heads=str(tmp_path / "none.txt"))
