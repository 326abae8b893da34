"""A library as a file: what goes out comes in again, formulas stay words, mistakes are told by their line."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.refusals import Invalid, NotAllowed
from audit.models import Event
from playbook import actions, exchange
from playbook.exchange import Row, plain_cell, read, safe_cell, to_csv, to_json
from playbook.importing import plan, rows_of
from playbook.models import HoldingMessage, ResponseTemplate
from tests.playbook.library import fresh, in_use, proposed

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
SOME = TEXT.filter(str.strip)
LINE = SOME.map(str.strip)
SLUGS = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True), max_size=3).map(tuple)
DAY = st.none() | st.dates(min_value=date(2000, 1, 1))
ROWS = st.lists(
    st.builds(
        Row,
        name=LINE,
        language=st.sampled_from(["en", "de"]),
        text=SOME,
        topics=SLUGS,
        area=st.sampled_from(["", "care"]),
        networks=SLUGS,
        teams=SLUGS,
        offers=SLUGS,
        review_by=DAY,
        expires_on=DAY,
    ),
    max_size=4,
    unique_by=lambda row: (row.name, row.language),
)


@given(ROWS)
@pytest.mark.parametrize("written", [to_csv, to_json])
def test_what_goes_out_comes_in_again(written, rows):
    assert read(written(rows).encode()) == (rows, [])


@given(TEXT)
def test_no_cell_begins_a_formula_and_none_is_lost(cell):
    assert safe_cell(cell)[0] not in "=+-@\t\r"
    assert plain_cell(safe_cell(cell)) == cell


def test_a_formula_goes_out_as_words():
    out = to_csv([Row(name="=1+1", language="en", text='@SUM(A1)\n=HYPERLINK("x")')])
    cells = list(csv.reader(io.StringIO(out, newline="")))[1]
    assert cells[0] == "'=1+1"
    assert cells[2].startswith("'@SUM")


def test_a_cell_that_a_person_typed_with_an_apostrophe_stays():
    assert plain_cell("'tis here") == "'tis here"


def test_a_file_of_a_spreadsheet_is_read():
    rows, mistakes = read('\ufeffName,Text,topics\r\nHello,"Hi\r\nthere",a; b\r\n,,\r\n'.encode())
    assert rows == [Row(name="Hello", language="", text="Hi\r\nthere", topics=("a", "b"))]
    assert (rows[0].line, mistakes) == (2, [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "not in UTF-8"),
        (b"a,b\n1,2\n", "name, text is missing"),
        (b"", "name, text is missing"),
        (b'name,text\n"a"b,c\n', "Line 2 is not CSV"),
        (b"[" * 100_000, "not JSON"),
        (b'{"name": "a"}', "a list of texts"),
        (b"[1, 2", "not JSON"),
        (b"x" * (exchange.MOST_BYTES + 1), "larger than 1000 kB"),
        (("[" + "0," * exchange.MOST_ROWS + "0]").encode(), "more than 300 texts"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (1, "Each entry is an object"),
        ({"text": "x"}, "The name is missing"),
        ({"name": "a", "text": " "}, "The text is missing"),
        ({"name": 1, "text": "x"}, "The name is a text"),
        ({"name": "a\x00", "text": "x"}, "cannot be kept"),
        ({"name": "a", "text": "x", "topics": [1]}, "topics are a list"),
        ({"name": "a", "text": "x", "topics": ["\ud800"]}, "cannot be kept"),
        ({"name": "a", "text": "x", "review_by": "soon"}, "soon is no day"),
        ({"name": "a", "text": "x", "formula": 1}, "formula is no column"),
        ({"name": "first", "text": "x"}, "stands in the file already"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_rest_is_read(entry, sentence):
    rows, mistakes = read(json.dumps([{"name": "first", "text": "x"}, entry]).encode())
    assert [row.name for row in rows] == ["first"]
    assert [mistake.line for mistake in mistakes] == [2]
    assert sentence in mistakes[0].sentence


def test_the_line_of_a_mistake_counts_lines_and_not_texts():
    _rows, mistakes = read(b'name,text\nA,"one\ntwo"\nB,\n')
    assert [mistake.line for mistake in mistakes] == [4]


def outcomes(cast, *rows, model=ResponseTemplate) -> list[tuple[str, str]]:
    return [(each.outcome, each.sentence) for each in plan(cast.ada, cast.brand, model, rows)]


def test_a_file_is_looked_at_before_anything_is_written(cast):
    before = Event.objects.count()
    waits = proposed(cast, name="Waits")
    gone = in_use(cast, name="Gone", is_retired=True)
    found = outcomes(
        cast,
        Row(name="New", language="", text="Hello {name}.", topics=("praise",), teams=("care",), offers=("apology",)),
        Row(name=cast.template.name, language="en", text="Other words."),
        Row(name=cast.template.name, language="en", text=cast.template.text),
        Row(name=waits.name, language="en", text="Other words."),
        Row(name=gone.name, language="en", text="Other words."),
        Row(name="A", language="en", text="{shoe}"),
        Row(name="B", language="en", text="x", topics=("moon",)),
        Row(name="C", language="en", text="x", teams=("moon",)),
        Row(name="D", language="en", text="x", offers=("gold",)),
        Row(name="E" * 121, language="en", text="x"),
        Row(name="F", language="en", text="x", area="moon"),
    )
    assert [outcome for outcome, _sentence in found] == ["added", "changed", "skipped", "changed", "skipped"] + [
        "wrong"
    ] * 6
    said = " ".join(sentence for _outcome, sentence in found)
    asked = ("same", "retired", "not on the list", "no topic moon", "no team moon", "apology, refund", "at most 120")
    for part in asked:
        assert part in said
    assert Event.objects.count() == before + 1


def test_what_comes_in_waits_to_be_approved_and_nothing_is_put_into_use(cast):
    rows = [
        Row(name="New", language="", text="Hello {name}.", topics=("praise",), networks=("webhook",)),
        Row(name=cast.template.name, language="en", text="Other words."),
    ]
    actions.import_words(by=cast.ada, brand=cast.brand, model=ResponseTemplate, rows=rows, note="From a file")
    new = ResponseTemplate.objects.get(name="New")
    assert (new.version, new.proposal.text, new.proposal.author, new.language) == (0, "Hello {name}.", cast.ada, "en")
    assert list(new.topics.all()) == [cast.topics["praise"]]
    assert fresh(cast.template).version == 1
    assert fresh(cast.template).proposal.note == "From a file"


@pytest.mark.parametrize("name", ["amara", "dev", "nora"])
def test_only_an_editor_brings_a_file_in(cast, name):
    with pytest.raises(NotAllowed):
        actions.import_words(by=getattr(cast, name), brand=cast.brand, model=ResponseTemplate, rows=[])


def test_a_holding_message_from_a_file_varies_in_two_things_as_well(cast):
    assert outcomes(cast, Row(name="H", language="en", text="{amount}"), model=HoldingMessage)[0][0] == "wrong"


def test_a_library_that_went_out_changes_nothing_when_it_comes_back(cast):
    cast.template.topics.set([cast.topics["baggage"]])
    proposed(cast)
    rows, mistakes = read(to_csv(rows_of(ResponseTemplate, cast.brand)).encode())
    assert mistakes == []
    assert {outcome for outcome, _sentence in outcomes(cast, *rows)} == {"skipped"}


def test_looking_at_a_file_takes_as_many_queries_for_many_rows_as_for_one(cast, django_assert_num_queries):
    ada = cast.ada
    for count in (1, 40):
        rows = [Row(name=f"n{number}", language="en", text="x") for number in range(count)]
        with django_assert_num_queries(3):
            plan(ada, cast.brand, ResponseTemplate, rows)
