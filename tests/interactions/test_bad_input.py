"""What the world sends: each gets a clear answer, and nothing of it is lost or doubled."""

import json
import os
import subprocess
import sys
import tracemalloc
from datetime import timedelta
from io import RawIOBase
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from connectors.file.read import read
from connectors.models import Rejected
from interactions.models import Interaction
from tests.cast import Cast, assemble
from tests.interactions.doors import ingest, knock, lines, opened, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"not json at all",
        b"\xff\xfe\x00",
        b'{"id": "a", "text": "x", "author": "b"} trailing',
        b"[" * 100_000,
        b'{"messages": [{]}',
    ],
    ids=["cut", "empty", "words", "no UTF-8", "trailing", "deep", "broken batch"],
)
def test_malformed_json_is_400_with_the_reason_and_kept(cast: Cast, body: bytes) -> None:
    answer = knock(opened(cast), body)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The body is not JSON: ")
    kept = Rejected.objects.get()
    assert kept.raw == body[:100_000].decode("utf-8", "backslashreplace").replace("\0", "�")


@pytest.mark.parametrize("given", [[], 7, "text", None, {"messages": "many"}, {"messages": [None]}, {"data": {}}])
def test_json_that_is_no_message_is_422_and_kept(cast: Cast, given: Any) -> None:
    answer = knock(opened(cast), given)
    assert answer.status_code == 422
    assert answer.json()["rejects"][0]["reason"]
    assert Rejected.objects.count() == 1


def test_ten_megabytes_are_413_before_they_are_read(cast: Cast) -> None:
    answer = knock(opened(cast), b"x" * 10_000_000)
    assert answer.status_code == 413
    assert answer.json()["detail"] == (
        "The body has 10,000,000 bytes, a delivery takes 5,242,880. Send several smaller ones."
    )


def test_a_body_of_unknown_length_is_411(cast: Cast) -> None:
    headers = {"transfer-encoding": "chunked"}
    answer = Client().generic("POST", f"/hooks/{opened(cast).slug}/", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (
        411,
        "The header Content-Length is missing. Send the body in one piece.",
    )


def test_more_than_a_thousand_messages_are_413(cast: Cast) -> None:
    answer = knock(opened(cast), {"messages": [row() for _number in range(1_001)]})
    assert (answer.status_code, Interaction.objects.count()) == (413, 0)


CRLF = "\r\n"
HOSTILE = {
    "NUL": ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
    "lone surrogate": ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
    "right-to-left override": ("a\u202egnp.exe", "a\u202egnp.exe"),
    "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "formula": ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
    "SQL": ("'; DROP TABLE interactions_interaction; --", "'; DROP TABLE interactions_interaction; --"),
    "COPY's own signs": ("\\N\t\\.\n\\x00", "\\N\t\\.\n\\x00"),
    "zalgo": ("Z\u0300\u0301" * 500, "Z\u0300\u0301" * 500),
    "breaks": (f"a{CRLF}b", f"a{CRLF}b"),
    "fifty thousand": ("x" * 50_000, "x" * 50_000),
}


@pytest.mark.parametrize(("sent", "kept"), HOSTILE.values(), ids=HOSTILE)
def test_odd_texts_come_in_whole_by_the_webhook(cast: Cast, sent: str, kept: str) -> None:
    message = row(sent)
    assert knock(opened(cast), message).json()["new"] == 1
    assert Interaction.objects.get().text == kept
    assert knock(cast.channel, message).json()["known"] == 1


@pytest.mark.parametrize(("sent", "kept"), HOSTILE.values(), ids=HOSTILE)
def test_odd_texts_come_in_whole_by_a_file(cast: Cast, tmp_path: Path, sent: str, kept: str) -> None:
    file = lines(tmp_path / "day.jsonl", row(sent))
    assert ingest(file, cast.channel.slug)[0].startswith("1 new")
    assert Interaction.objects.get().text == kept
    assert ingest(file, cast.channel.slug)[0].startswith("0 new, 0 answers of ours, 1 known")


def test_odd_ids_names_and_reasons_are_stored_and_tell_messages_apart(cast: Cast) -> None:
    author = {"id": "a\0\ud800", "handle": "\u202e@x\0", "name": "N\ud800"}
    sent = [row(author=author, id=odd) for odd in ("i\0", "i\ud800", "i" * 300, "i" * 301)]
    answer = knock(opened(cast), {"messages": [*sent, {"id": "x", "text": ["\0\ud800"], "author": "a"}]})
    assert (answer.json()["new"], answer.json()["rejected"]) == (4, 1)
    assert Rejected.objects.count() == 1


def test_longer_than_the_bound_is_kept_up_to_it_and_says_so(cast: Cast) -> None:
    knock(opened(cast), row("x" * 60_000))
    text = Interaction.objects.get().text
    assert (len(text), text.endswith("60,000 characters came, 50,000 are kept]")) == (50_000, True)


def test_a_clock_in_the_future_is_set_back(cast: Cast) -> None:
    knock(opened(cast), row(occurred_at="2199-01-01T00:00:00Z"))
    assert Interaction.objects.get().occurred_at <= timezone.now() + timedelta(minutes=5)


def test_a_clock_before_the_epoch_is_1970(cast: Cast) -> None:
    knock(opened(cast), row(occurred_at="0001-01-01T00:00:00+14:00"))
    assert Interaction.objects.get().occurred_at.year == 1970


def test_a_reply_whose_parent_comes_later_ends_in_its_thread(cast: Cast) -> None:
    channel = opened(cast)
    knock(channel, row("Me too", id="child", parent_id="parent"))
    knock(channel, row("My suitcase", id="parent", thread_id="thread-9"))
    assert len(set(Interaction.objects.values_list("conversation", flat=True))) == 1


class Endless(RawIOBase):
    """A file made while it is read: every hundredth line is broken."""

    def __init__(self, count: int) -> None:
        self.lines = (self._line(number) for number in range(count))
        self.left = b""

    def _line(self, number: int) -> bytes:
        return b'{"id": \n' if number % 100 == 99 else b'{"id":"%d","text":"Hello","author":"a"}\n' % number

    def readable(self) -> bool:
        return True

    def readline(self, _size: int | None = -1, /) -> bytes:
        return next(self.lines, b"")


def test_a_million_lines_are_read_in_flat_memory() -> None:
    items = read(Endless(1_000_000), received_at=timezone.now())  # type: ignore[arg-type]
    sum(1 for _item in islice(items, 1_000))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    read_on = sum(1 for _item in islice(items, 20_000))
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert read_on == 20_000
    assert grown < 100_000


def _long_file(path: Path, count: int) -> Path:
    with path.open("wb") as file:
        file.writelines(iter(Endless(count).readline, b""))
    return path


@pytest.mark.parametrize(
    "count", [5_000, pytest.param(1_000_000, marks=pytest.mark.long)], ids=["five thousand", "a million"]
)
def test_a_long_file_with_broken_lines_loses_nothing(cast: Cast, tmp_path: Path, count: int) -> None:
    out, err = ingest(_long_file(tmp_path / "long.jsonl", count), cast.channel.slug)
    assert out.startswith(f"{count - count // 100:,} new")
    assert (Interaction.objects.count(), Rejected.objects.count()) == (count - count // 100, count // 100)
    assert "line 100: the line is not JSON" in err


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_messages_from_eight_processes_at_once_are_one_each(transactional_db: None, tmp_path: Path) -> None:
    cast = assemble()
    messages = [
        row("My suitcase" if number % 3 else "account hacked", thread_id=f"t{number % 20}") for number in range(60)
    ]
    workers = [_worker(cast.channel.slug) for _each in range(8)]
    for turn, worker in enumerate(workers):  # each in another order
        mine = messages[turn * 7 :] + messages[: turn * 7]
        assert worker.stdin is not None
        worker.stdin.write("".join(json.dumps(each) + "\n" for each in mine).encode())
    told = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 8, [err.decode()[-500:] for _out, err in told]
    taken = [int(out.split()[0]) for out, _err in told]
    assert sum(taken) == 60
    assert Interaction.objects.count() == 60
    assert sum("60 known" in out.decode() for out, _err in told) <= 7


def _worker(channel: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "ingest", "--channel", channel, "-"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": _database(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
