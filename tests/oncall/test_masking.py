import pytest

from oncall.masking import masked, masked_address


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("write to marguerite.dubois@mail.example now", "write to m•••@mail.example now"),
        ("call +44 (0)20 7946-0011", "call •••11"),
        ("card 4111 1111 1111 1111.", "card •••11."),
        ("148,000 Tern Miles are gone", "148,000 Tern Miles are gone"),
        ("flight TA 1234 on 12.11.", "flight TA 1234 on 12.11."),
        ("", ""),
    ],
)
def test_contact_data_is_dotted_out_and_amounts_are_not(words: str, shown: str) -> None:
    assert masked(words) == shown


def test_colleagues_see_how_a_person_is_reached_and_not_where() -> None:
    assert masked_address("email", "priya@tern.example") == "p•••@tern.example"
    assert masked_address("webhook", "https://hooks.example/secret/path") == "hooks.example/•••"
