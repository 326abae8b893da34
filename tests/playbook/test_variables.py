"""Variables: a closed list, filled for a preview, reckoned at their longest, and recognised in what was sent."""

from hypothesis import given
from hypothesis import strategies as st

from playbook.content.reading import read
from playbook.ports import Outlet
from playbook.previewing import PEOPLE, preview
from playbook.variables import CLOSED, KNOWN, filled, is_only_filled, names_in, pieces

TEMPLATES = st.lists(st.one_of(st.text(max_size=8), st.sampled_from([v.written for v in KNOWN.values()]))).map("".join)
HARBOUR = Outlet("Harbour", "webhook", "Harbour", 100, len)
WEIGHED = Outlet("Weighed", "x", "X", 100, lambda text: 2 * len(text))


def test_every_variable_is_explained_and_its_example_is_no_longer_than_it_can_get():
    for variable in KNOWN.values():
        assert variable.meaning
        assert len(variable.worst) == variable.longest >= len(variable.example)
    assert KNOWN.keys() > CLOSED


def test_shipped_texts_use_known_variables_only():
    content = read()
    for answer in [*content.templates, *content.holding_messages]:
        assert names_in(answer.text) <= KNOWN.keys(), answer.name


def test_known_variables_are_filled_and_unknown_ones_stay_to_be_seen():
    assert filled("{name}, {link} {not this}", {"name": "Mia", "link": ""}) == "Mia, {link} {not this}"
    assert filled("{name}{agent}", {"name": "{agent}", "agent": "Bo"}) == "{agent}Bo", "a value is never read again"


def test_what_was_filled_in_can_be_told_from_the_rest():
    assert [(piece.text, piece.is_filled) for piece in pieces("Dear {name}, hi", {"name": "Mia"})] == [
        ("Dear ", False),
        ("Mia", True),
        (", hi", False),
    ]


@given(TEMPLATES, st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text(max_size=10)))
def test_a_filled_template_is_recognised_as_only_filled(template, values):
    assert is_only_filled(template, filled(template, values))


def test_another_word_is_a_change():
    assert not is_only_filled("{name}, we found it.", "Mia, we lost it.")
    assert not is_only_filled("We found it.", "We found it!")
    assert not is_only_filled("{name}, a {date} b {time}", "Mia, b x a y")
    assert not is_only_filled("ab{name}ba", "aba"), "the same letters do not count twice"
    assert is_only_filled("{name}, we found it. ", "Mia, we found it.")


def test_a_preview_reckons_the_worst_case_as_each_network_counts():
    seen = preview("{name}: {agent}", "usual", brand="Tern Air", outlets=[HARBOUR, WEIGHED])
    assert [(fit.longest, fit.is_over) for fit in seen.fits] == [(82, False), (164, True)]
    assert seen.is_signed
    assert seen.by_hand == []


def test_the_brand_and_the_account_count_by_their_real_names():
    seen = preview("{brand} {channel}", "usual", brand="Tern Air", outlets=[HARBOUR])
    assert seen.fits[0].longest == len("Tern Air Harbour")
    assert "".join(piece.text for piece in seen.pieces) == "Tern Air Harbour"


def test_a_preview_says_what_is_written_by_hand_and_what_nobody_knows():
    seen = preview("{reason} {shoe}", "nobody", brand="Tern Air", outlets=[])
    assert [variable.name for variable in seen.by_hand] == ["reason"]
    assert seen.unknown == ["shoe"]
    assert not seen.is_signed


def test_each_person_of_the_preview_is_addressed_by_name():
    for key, person in PEOPLE.items():
        assert person.name in [piece.text for piece in preview("{name}", key, brand="B", outlets=[]).pieces]
