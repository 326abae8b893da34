"""Personal data in answers: what is found, what is let through, and what no disguise hides."""

import pytest

from playbook.findings import About, Weight, look
from playbook.findings.personal import MOST_CANDIDATES

PUBLIC = About(is_public=True, language="en", country="GB")


def found(text, about=PUBLIC):
    return [text[each.start : each.end] for each in look(text, about) if each.check == "personal-data"]


def weights(text, about=PUBLIC):
    return [each.weight for each in look(text, about) if each.check == "personal-data"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("We wrote to Marta.Lind+tern@example.com just now.", "Marta.Lind+tern@example.com"),
        ("Is it marta at example dot com?", "marta at example dot com"),
        ("Is it marta [at] example [dot] com?", "marta [at] example [dot] com"),
        ("Is it marta (at) example.com?", "marta (at) example.com"),
        ("Is it marta @ gmail.com?", "marta @ gmail.com"),
        ("Is it marta at gmail.com?", "marta at gmail.com"),
        ("Ist es marta at example punkt de?", "marta at example punkt de"),
        ("¿Es marta arroba example punto com?", "marta arroba example punto com"),
        ("ＭＡＲＴＡ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ＭＡＲＴＡ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        ("mar\u200bta@exam\u00adple.com", "mar\u200bta@exam\u00adple.com"),
        ("marta@example。com", "marta@example。com"),
        ("See \u202emoc.elpmaxe@atram\u202c there", "moc.elpmaxe@atram"),
        ("See \u202emoc.elpmaxe@atram", "moc.elpmaxe@atram"),
    ],
)
def test_an_email_address_blocks_in_any_disguise(text, address):
    assert found(text) == [address]
    assert weights(text) == [Weight.BLOCKS]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks @marta, we are looking at it.",
        "Have a look at tern.example for more.",
        "At this point it is best to wait.",
        "Meet us at gate 4.",
    ],
)
def test_what_only_looks_like_an_email_address_passes(text):
    assert found(text) == []


def test_an_office_mailbox_asks_and_our_own_passes():
    text = "Write to info@harbour.example or care@mail.tern.example."
    assert weights(text) == [Weight.ASKS, Weight.ASKS]
    ours = About(is_public=True, language="en", own_hosts=frozenset({"tern.example"}))
    assert found(text, ours) == ["info@harbour.example"]
    ours = About(is_public=True, language="en", own_handles=frozenset({"Info@harbour.example"}))
    assert found(text, ours) == ["care@mail.tern.example"]


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("Is 07700 900123 still yours?", "GB", "07700 900123"),
        ("Is +44 7700 900123 still yours?", "", "+44 7700 900123"),
        ("Is (312) 555-0188 still yours?", "US", "(312) 555-0188"),
        ("Is 0171 1234567 noch richtig?", "DE", "0171 1234567"),
        ("¿Es 612 345 678 correcto?", "ES", "612 345 678"),
        ("Est-ce 06 12 34 56 78 ?", "FR", "06 12 34 56 78"),
        ("Is ٠٧٧٠٠ ٩٠٠١٢٣ still yours?", "GB", "٠٧٧٠٠ ٩٠٠١٢٣"),
        ("Is 0\u200b7\u200b7\u200b0\u200b0900123 still yours?", "GB", "0\u200b7\u200b7\u200b0\u200b0900123"),
        ("Is 0️⃣7️⃣7️⃣0️⃣0️⃣ 900123 still yours?", "GB", "0️⃣7️⃣7️⃣0️⃣0️⃣ 900123"),
        ("Your mobile 900 1234 does not answer.", "", "900 1234"),
        ("We rang (07700 900123 today", "GB", "07700 900123"),
    ],
)
def test_a_phone_number_blocks_wherever_it_comes_from(text, country, number):
    about = About(is_public=True, country=country)
    assert found(text, about) == [number]
    assert weights(text, about) == [Weight.BLOCKS]


@pytest.mark.parametrize(
    "text",
    [
        "Flight TA 1234 leaves on 12/11/2017 at 18:05.",
        "Open 2016-2017 and 09.00-17.30, 1.000.000 guests.",
        "See rule 261/2004 on refunds.",
        "It was £1200300 in all.",
        "Thanks @user1234567!",
        "Ring us free on 0800 496 1234.",
        "Put in (000) 000-0000 for now.",
        "https://tern.example/help/07700900123",
        "Flight TA 1234 (10/10/17) and 738 11/22",
        "Gate 1234567a is closed, 12345678% sure.",
    ],
)
def test_other_numbers_are_no_phone_numbers(text):
    assert found(text, About(is_public=True, country="GB", own_hosts=frozenset({"tern.example"}))) == []


def test_a_number_we_ask_them_to_call_asks_until_it_is_known_as_ours():
    text = "Please call us on 020 7946 0018 and we will help."
    assert weights(text) == [Weight.ASKS]
    ours = About(is_public=True, country="GB", own_handles=frozenset({"+44 20 7946 0018"}))
    assert found(text, ours) == []
    assert weights("Shall we call us or call you on 020 7946 0018?") == [Weight.BLOCKS]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Card 4111 1111 1111 1111 was charged.", "4111 1111 1111 1111"),
        ("Card 4111-1111-1111-1111 was charged.", "4111-1111-1111-1111"),
        ("Card 4111\u200d111111111111 was charged.", "4111\u200d111111111111"),
        ("Card 12 5555 5555 5555 4444 77 was charged.", "5555 5555 5555 4444"),
        ("Amex 3782 822463 10005.", "3782 822463 10005"),
        ("Pay to GB82 WEST 1234 5698 7654 32 please.", "GB82 WEST 1234 5698 7654 32"),
        ("IBAN de89370400440532013000", "de89370400440532013000"),
        ("SSN 536-90-4399 is on file.", "536-90-4399"),
        ("Your NINO QQ 12 34 56 C is wrong, AB 12 34 56 C is right.", "AB 12 34 56 C"),
        ("Su DNI 12345678Z no vale.", "12345678Z"),
        ("Su NIE X1234567L no vale.", "X1234567L"),
        ("Your social insurance number is 046 454 286.", "046 454 286"),
        ("Date of birth: 03/04/1985", "03/04/1985"),
    ],
)
def test_numbers_that_say_who_someone_is_block(text, number):
    assert found(text) == [number]
    assert weights(text) == [Weight.BLOCKS]


@pytest.mark.parametrize(
    "text",
    [
        "Your card ending 1111 was charged.",
        "Code 4111 1111 1111.",
        "GB82 or what else was it again in the end",
        "Your social insurance is not 12.",
        "The birthday party begins at 5.",
    ],
)
def test_what_fails_its_check_digits_passes(text):
    assert found(text) == []


def test_a_long_number_without_a_name_asks():
    assert weights("It says 4111111111111112 here.") == [Weight.ASKS]
    assert weights("It says 546454286 here.", About(is_public=True)) == [Weight.ASKS]
    assert weights("It says #546454286 here.", About(is_public=True)) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Is it 12 Harbour Street, Leeds?", "12 Harbour Street"),
        ("is it 12 harbour street, leeds?", "12 harbour street"),
        ("Is it 4b Mill Ln?", "4b Mill Ln"),
        ("Ist es Lindenstraße 5 in Berlin?", "Lindenstraße 5"),
        ("Ist es Lange Straße 5a in Berlin?", "Lange Straße 5a"),
        ("Is het Keizersgracht 123?", "Keizersgracht 123"),
        ("¿Es la Calle de Alcalá, nº 45?", "Calle de Alcalá, nº 45"),
        ("Est-ce 12 bis rue de la Paix ?", "12 bis rue de la Paix"),
    ],
)
def test_a_street_with_its_number_blocks(text, address):
    assert found(text) == [address]
    assert weights(text) == [Weight.BLOCKS]


@pytest.mark.parametrize(
    "text",
    [
        "It is a 5 hour drive and 2 blocks down the road.",
        "There are 3 other lanes and 2 way streets.",
        "Sie haben Sitzplatz 12, unterwegs 5 Minuten.",
        "The 12 gold park benches.",
        "calle llena de gente 5",
        "10 places disponibles, 2 route de nuit",
        "Ref ls1 4ap",
    ],
)
def test_streets_in_passing_pass(text):
    assert found(text) == []


def test_a_postcode_alone_asks_and_our_own_address_passes():
    assert weights("Is it LS1 4AP or NY 10001?") == [Weight.ASKS, Weight.ASKS]
    ours = About(is_public=True, own_handles=frozenset({"Tern Air, 1 Harbour Street, Leeds LS1 4AP"}))
    assert found("Come to 1 Harbour Street, Leeds LS1 4AP.", ours) == []
    assert found("Come to 9 Harbour Street.", ours) == ["9 Harbour Street"]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Your booking K7PQ2M is fine.", "K7PQ2M"),
        ("Your booking reference is QWERTY, all fine.", "QWERTY"),
        ("K7PQ2M is your booking, all fine.", "K7PQ2M"),
        ("Order #48213 has left.", "48213"),
        ("Order 305-1234567-7654321 has left.", "305-1234567-7654321"),
        ("It is 305-1234567-7654321.", "305-1234567-7654321"),
        ("Ihre Buchungsnummer lautet K7PQ2M.", "K7PQ2M"),
        ("Su reserva K7PQ2M está lista.", "K7PQ2M"),
        ("Votre commande numéro 482134 est partie.", "482134"),
        ("Membership no TX-12345-B is active.", "TX-12345-B"),
    ],
)
def test_a_booking_or_order_number_blocks(text, reference):
    assert found(text) == [reference]
    assert weights(text) == [Weight.BLOCKS]


@pytest.mark.parametrize(
    "text",
    [
        "Your booking on flight TA1234 is fine.",
        "Order by 2025, order 24hours ahead, order A1-15.",
        "Your booking options are online.",
        "About your account PLEASE wait.",
        "Your ticket Abc123 is fine.",
        "Your order X-1-Y is fine.",
        "Order it1This way.",
    ],
)
def test_words_near_a_booking_pass(text):
    assert found(text) == []


def test_a_case_number_of_ours_asks():
    assert weights("Your case 1234567 is open.", About(is_public=True)) == [Weight.ASKS]


FACTS = frozenset({"Marta Lindqvist", "0049 171 1234567", "TX-99", "marta@example.com", "K7PQ2M", "Li", "00000000"})
KNOWN = About(is_public=True, language="en", customer=FACTS)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Thanks Marta Lindqvist.", "Marta Lindqvist"),
        ("Thanks LINDQVIST, Marta.", "LINDQVIST, Marta"),
        ("Thanks Mrs Lindqvist.", "Mrs Lindqvist"),
        ("On 0171-1234567 then?", "0171-1234567"),
        ("Under tx 99 then?", "tx 99"),
        ("See https://x.example/?mail=marta@example.com", "marta@example.com"),
        ("It is k7-pq-2m then?", "k7-pq-2m"),
    ],
)
def test_what_we_hold_about_the_customer_blocks_however_it_is_written(text, fact):
    assert found(text, KNOWN) == [fact]
    assert weights(text, KNOWN) == [Weight.BLOCKS]


def test_the_first_name_alone_may_be_said():
    assert found("Thanks, Marta! Li is well. Lindqvistsson too.", KNOWN) == []


def test_a_title_with_a_surname_asks():
    assert weights("Good morning, Mr. Smith.") == [Weight.ASKS]
    assert found("MS Office and mr smith, Dr what") == []


def test_too_many_facts_or_numbers_say_so_and_block():
    many = About(is_public=True, customer=frozenset(f"order {number}" for number in range(101)))
    assert weights("Hello", many) == [Weight.BLOCKS]
    assert weights("07700 900123 or " * (MOST_CANDIDATES + 1))[0] is Weight.BLOCKS
    for endless in ("(312) 555-0188; ", "ab12 1234 1234 1234 ; ", "000.000.000-00; "):
        says = [str(each.says) for each in look(endless * (MOST_CANDIDATES + 1), PUBLIC)]
        assert any("more numbers than can be checked" in sentence for sentence in says)
    assert weights("x" * 100_001) == [Weight.BLOCKS]
    assert weights("x" * 100_001, About(is_public=False)) == [Weight.ASKS]


def test_in_private_only_what_no_message_should_carry_is_asked_about():
    private = About(is_public=False, language="en", customer=FACTS)
    assert found("Marta Lindqvist, marta@example.com, 07700 900123", private) == []
    assert weights("Card 4111 1111 1111 1111", private) == [Weight.ASKS]


def test_a_value_is_masked_and_the_sentence_offers_the_private_way():
    [finding] = [each for each in look("marta@example.com", PUBLIC) if each.check == "personal-data"]
    assert finding.value == "m•••"
    assert str(finding.says) == "This shows an e-mail address in public. Take it out, or answer in private."
