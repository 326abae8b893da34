import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Incoming, Rejected
from connectors.file.read import read

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def items(content):
    raw = content.encode() if isinstance(content, str) else content
    return list(read(io.BytesIO(raw), received_at=NOW))


def texts(content):
    return [item.text for item in items(content) if isinstance(item, Incoming)]


def rejects(content):
    return [(item.position, item.reason) for item in items(content) if isinstance(item, Rejected)]


def line(number, text="fine"):
    return json.dumps({"id": number, "text": text, "author": "tess"}) + "\n"


def test_a_bad_line_never_stops_the_rest():
    content = line(1) + "{broken\n" + "\n" + line(3) + '{"id": 4}\n' + "[1]\n" + "\x00\n" + line(8)
    assert [item.remote_id for item in items(content) if isinstance(item, Incoming)] == ["1", "3", "8"]
    assert [number for number, _reason in rejects(content)] == [2, 5, 6, 7]
    assert rejects(content)[0] == (
        2,
        "the line is not JSON: Expecting property name enclosed in double quotes at character 2",
    )


def test_a_broken_first_line_does_not_make_it_another_format():
    assert texts("garbage\n" + line(2)) == ["fine"]
    assert texts(b"\xff\xfe\n" + line(2).encode()) == ["fine"]


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert texts(b"\xef\xbb\xbf" + line(1).encode()) == ["fine"]


def test_a_line_that_is_not_utf8_is_kept_for_repair():
    (kept,) = [item for item in items(line(1).encode() + b"caf\xe9\n") if isinstance(item, Rejected)]
    assert (kept.position, kept.reason, kept.raw) == (2, "the line is not UTF-8 at byte 3", "caf\\xe9\n")


def test_a_line_without_end_is_skipped_in_flat_memory():
    class Endless(io.RawIOBase):
        left = 40_000_000

        def readable(self):
            return True

        def readinto(self, buffer):
            size = min(len(buffer), self.left)
            buffer[:size] = b"x" * size
            self.left -= size
            return size

    tracemalloc.start()
    found = list(read(io.BufferedReader(Endless()), received_at=NOW))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(item.position, item.reason) for item in found] == [(1, "the line is longer than 1,000,000 bytes")]
    assert peak < 10_000_000


def test_ten_thousand_lines_are_read_one_at_a_time():
    stream = io.BytesIO(b"".join(line(number).encode() for number in range(10_000)))
    tracemalloc.start()
    count = sum(1 for _item in read(stream, received_at=NOW))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 500_000) == (10_000, True)


def test_the_replay_streams_shape_is_understood():
    row = {
        "id": "air-2", "thread_id": "air-1", "parent_id": "air-1", "network": "twitter", "kind": "comment_reply",
        "brand": "Delta", "direction": "outbound", "author": "u_9", "text": "Sorry!", "shares": 2,
        "created_at": "2015-02-16T23:36:23Z", "time_source": "real(minute)", "replay_offset_s": 171383,
    }  # fmt: skip
    (message,) = items(json.dumps(row))
    assert (message.remote_id, message.thread_id, message.parent_id, message.kind) == (
        "air-2",
        "air-1",
        "air-1",
        "reply",
    )
    assert (message.direction, message.author.remote_id, message.author.handle) == ("outbound", "u_9", "u_9")
    assert message.occurred_at == datetime(2015, 2, 16, 23, 36, 23, tzinfo=UTC)


def test_csv_is_known_by_its_header_and_read_by_column():
    content = (
        "ID;Text;author_id;author_followers;author_is_press;is_public\n"
        '7;"Two\nlines; ""quoted""";tess;1200;yes;no\n'
        "8;;tess;;;\n"
    )
    first, second = items(content)
    assert (first.remote_id, first.text, first.author.followers) == ("7", 'Two\nlines; "quoted"', 1200)
    assert (first.author.is_press, first.is_public) == (True, False)
    assert (second.text, second.author.followers, second.is_public) == ("", None, True)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_formula_stays_text(text):
    table = io.StringIO()
    csv.writer(table).writerows([["id", "text", "author"], ["1", text, "x"]])
    assert texts(table.getvalue()) == [text]


def test_a_stray_quote_costs_its_own_line_only():
    content = 'id,text,author\n1,fine,a\n2,"open,a\n3,fine,a\n4,"a ""b"" c",a\n5,fine,a\n'
    assert texts(content) == ["fine", "fine", 'a "b" c', "fine"]
    assert [number for number, _reason in rejects(content)] == [3]


def test_a_quote_that_never_closes_costs_its_own_line_only():
    content = 'id,text,author\n1,"open,a\n' + "".join(f"{n},fine,a\n" for n in range(5_000))
    assert len(texts(content)) == 5_000
    assert rejects(content) == [(2, "a quote is opened and never closed")]


def test_missing_and_extra_columns_are_named():
    content = "id,text,author\n1,a\n2,a,b,c\n3,fine,a\n"
    assert rejects(content) == [
        (2, "the line has 2 columns, the header has 3"),
        (3, "the line has 4 columns, the header has 3"),
    ]
    assert texts(content) == ["fine"]


def test_an_unreadable_line_inside_a_quoted_field_loses_nothing_else():
    content = b'id,text,author\n1,"open\n\xff\xff",a\n2,fine,a\n'
    assert texts(content) == ["fine"]
    assert [number for number, _reason in rejects(content)] == [2, 3]


def test_an_empty_file_holds_nothing():
    assert items(b"") == items(b"\n\n") == []


@given(st.lists(st.text(alphabet='abc",;\n\r=é ', max_size=12), max_size=12))
def test_every_line_of_a_table_is_a_message_a_reject_or_part_of_one(cells):
    content = "id,text,author\n" + "\n".join(cells) + "\n1,last,tess\n"
    found = items(content)
    assert isinstance(found[-1], Incoming) or "last" in found[-1].raw
    assert all(isinstance(item, Incoming | Rejected) for item in found)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=40)), max_size=8))
def test_a_well_written_table_arrives_whole(rows):
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text", "author"])
    kept = [(f"i{number}", text.replace("\r", "")) for number, (_key, text) in enumerate(rows)]
    writer.writerows([number, text, "tess"] for number, text in kept)
    assert texts(table.getvalue()) == [text.replace("\0", "\ufffd") for _number, text in kept]


@given(st.binary(max_size=600))
def test_no_bytes_make_the_reader_fail(content):
    assert all(isinstance(item, Incoming | Rejected) for item in items(content))
    assert all(isinstance(item, Incoming | Rejected) for item in items(b"id,text,author\n" + content))
