"""What holds for every text: places are true, masks hide, disguises do not, and work stays linear."""

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playbook.findings import CHECKS, About, look

PARTS = st.sampled_from(
    [
        "marta@example.com",
        "07700 900123",
        "4111 1111 1111 1111",
        "£38",
        "1.200,50 €",
        "by tomorrow",
        "1/2",
        "bit.ly/x",
        "K7PQ2M",
        "booking ",
        "Mr Smith",
        "12 Mill Road",
        "ß",
        "½",
        "㏂",
        "²",
        "??",
        "SO LOUD NOW",
        "\n",
        " ",
        ".",
        "-",
        "@",
        "(",
        "call us ",
        "Lindenstraße 5",
        "GB82 WEST 1234 5698 7654 32",
        "blacklist",
        "ﷺ",
        "e\u0301",
        "\u202e",
        "\u202c",
        "\u200b",
        "\ud800",
        "\x00",
        "we will ",
        "within 5 days",
        "3/2",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=20).map("".join))
ABOUTS = st.builds(
    About,
    is_public=st.booleans(),
    language=st.sampled_from(["", "en", "de", "es", "fr", "sv", "xx-YY", "\ud800"]),
    country=st.sampled_from(["", "GB", "us", "DE", "ZZ", "\ud800"]),
    is_negative=st.booleans(),
    is_offline=st.booleans(),
    own_handles=st.frozensets(st.text(max_size=20), max_size=2),
    own_hosts=st.frozensets(st.one_of(st.text(max_size=10), st.sampled_from(["[", "tern.example"])), max_size=2),
    customer=st.frozensets(st.one_of(st.text(max_size=20), st.sampled_from(["a|b*", "(", "Marta Lind"])), max_size=3),
)


@given(TEXTS, ABOUTS)
@example("\u202e" + "4111111111111111"[::-1], About(is_public=True))
@settings(deadline=None)
def test_no_text_makes_it_raise_and_every_place_is_true(text, about):
    for finding in look(text, about):
        assert finding.check in CHECKS
        assert 0 <= finding.start <= finding.end <= len(text)
        assert (finding.start < finding.end) == bool(finding.value)
        if finding.check != "personal-data":
            assert finding.value == text[finding.start : finding.end]


@given(TEXTS, ABOUTS)
@settings(deadline=None)
def test_a_masked_value_never_holds_what_was_found(text, about):
    for finding in look(text, about):
        if finding.check == "personal-data" and finding.value:
            original = text[finding.start : finding.end].casefold()
            assert original not in finding.value
            assert original not in str(finding.says)


@given(
    st.sampled_from(
        ["marta@example.com", "marta at example dot com", "07700 900123", "+44 7700 900123", "4111-1111-1111-1111"]
    ),
    st.lists(
        st.tuples(st.integers(0, 24), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\ufe0f")), max_size=8
    ),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
)
@settings(deadline=None)
def test_neither_invisible_characters_nor_case_hide_anything(secret, hidden, cased):
    written = cased(secret)
    for place, character in hidden:
        written = written[:place] + character + written[place:]
    findings = look(f"Is it {written} then?", About(is_public=True, country="GB"))
    assert [each.check for each in findings if each.weight == "blocks"] == ["personal-data"]


HOSTILE = [
    "a",
    "1",
    "1 ",
    "12-",
    "a@",
    "a@b.co ",
    "a@b.",
    "@",
    "£1 ",
    "£",
    "1.",
    "+",
    "(1",
    "07700 900123 ",
    "4111111111111111 ",
    "x.com/",
    "a.",
    "www.",
    "1/2 ",
    "?",
    "A ",
    "AB CD EF ",
    "booking",
    "booking 1",
    "in 5 days ",
    "we will ",
    "ab12",
    "rue ",
    "12 a ",
    "calle a ",
    "a at b dot ",
    "\u200b",
    "\u202ea",
    "guys ",
    "one hundred ",
    "Mr A",
    "one ",
    " ",
    "\n",
    "\u0301",
    "😀",
    "ﷺ",
    "- ",
    "1 2 3 a",
]


def calls_for(text, about):
    """How many functions run, the interpreter's and the libraries' alike: work, without a clock."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        look(text, about)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("part", HOSTILE)
def test_twenty_times_the_text_is_at_most_about_twenty_times_the_work(part):
    about = About(
        is_public=True, language="en", is_negative=True, is_offline=True, customer=frozenset({"Marta Lind", part})
    )
    look(part * 20, about)  # patterns compiled, tables filled
    short, long = ((part * (length // len(part) + 1))[:length] for length in (1_000, 20_000))
    assert calls_for(long, about) <= 22 * calls_for(short, about)
