"""How far a text went from what it was, or from its template."""

import pytest

from interactions.edits import departure, edit_share

TEMPLATE = "Sorry, {name}, we found your bag. It is in {place}."
MARTA = {"name": ("Marta Lind", "@marta.l")}


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, Marta, we found your bag. It is in Terminal 5, desk 12.",
        "Sorry, marta lind, we found  your bag.\nIt is in London.",
        "Sorry, , we found your bag. It is in .",
    ],
)
def test_filling_a_template_is_no_departure(text):
    assert departure(TEMPLATE, text, known=MARTA) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, Marta, you get 500 pounds, we found your bag. It is in London.",  # no name of theirs
        f"Sorry, Marta, we found your bag. It is in {'a' * 61}.",  # longer than a place is
        "Sorry, Marta, we found your bag. It is in London. Call me!",
        "So sorry, Marta, we found your bag. It is in London.",
        "We found it.",
    ],
)
def test_words_put_in_beside_or_as_a_filling_are_a_departure(text):
    assert departure(TEMPLATE, text, known=MARTA) > 0.0


@pytest.mark.parametrize(
    ("text", "is_filled"),
    [
        ("Amara here, for Tern Air. We will call.", True),
        ("Your refund is granted here, for Tern Air. We will call.", False),
        ("Amara here, for a better airline. We will call.", False),
        (f"Amara here, for Tern Air. {'You get all of it back and more, we promise you this today.'}.", True),
        (f"Amara here, for Tern Air. {'x' * 61}.", False),  # the playbook reckons with 160 of it
    ],
)
def test_what_the_product_fills_in_is_filled_with_nothing_else_and_a_sentence_is_no_filling(text, is_filled):
    known = {"agent": ["Amara Osei"], "brand": ["Tern Air"]}
    assert (departure("{agent} here, for {brand}. {facts}.", text, known=known) == 0.0) is is_filled


def test_gaps_side_by_side_and_templates_without_any_are_read_too():
    assert departure("{name}{reason}", "Marta", known=MARTA) == 0.0
    assert departure("Thank you!", "Thank you!") == 0.0
    assert departure("Thank you!", "Thanks!") > 0.0


def test_the_share_of_an_edit_runs_from_nothing_to_all():
    assert edit_share("We found it.", "We found it.") == 0.0
    assert edit_share("We found it.", "Nothing here") == 1.0
