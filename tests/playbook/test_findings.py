"""Machine checks of an answer: promises, links, length, tone, wording, and what stays unchecked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.findings import CHECKS, MOST_OF_A_KIND, About, Weight, look, passed, promised
from playbook.findings.money import number_of
from playbook.findings.personal import masked
from playbook.findings.places import Kind

ANYWHERE = About(is_public=True)


def found(text, check, about=ANYWHERE):
    return [each for each in look(text, about) if each.check == check]


def values(text, check, weight=Weight.ASKS, about=ANYWHERE):
    return [each.value for each in found(text, check, about) if each.weight is weight]


@pytest.mark.parametrize(
    ("text", "country", "amount", "currency"),
    [
        ("We will refund £38.", "", "38", "GBP"),
        ("We will refund 38 EUR.", "", "38", "EUR"),
        ("Wir erstatten 1.200,50 €.", "", "1200.50", "EUR"),
        ("Nous remboursons 1 200,50 €.", "", "1200.50", "EUR"),
        ("Wir erstatten CHF 1'200.50.", "", "1200.50", "CHF"),
        ("Wir erstatten Fr. 50.-", "", "50", "CHF"),
        ("We will refund $30-$40.", "", "40", "USD"),
        ("We will refund $30.", "AU", "30", "AUD"),
        ("We will refund USD$50.", "", "50", "USD"),
        ("We will refund 5k dollars.", "CA", "5000", "CAD"),
        ("We will refund €1.5m.", "", "1500000", "EUR"),
        ("We will refund ₹1,00,000.", "", "100000", "INR"),
        ("Vi betalar 500 kr.", "SE", "500", "SEK"),
        ("We will refund 500 kr.", "", "500", ""),
        ("We will refund 500 Ft.", "HU", "500", "HUF"),
        ("We will refund TRY 500.", "", "500", "TRY"),
        ("We will refund one hundred and fifty pounds.", "", "150", "GBP"),
        ("We will refund two thousand euros.", "", "2000", "EUR"),
        ("Wir erstatten zweihundert Euro.", "", "200", "EUR"),
        ("Le devolvemos cincuenta euros.", "", "50", "EUR"),
        ("Nous remboursons cent euros.", "", "100", "EUR"),
        ("We will refund £\u200b3\u200b8.", "", "38", "GBP"),
        ("We will refund ＄３８.", "", "38", "USD"),
    ],
)
def test_an_amount_of_money_is_a_promise_in_any_currency_and_format(text, country, amount, currency):
    about = About(is_public=True, country=country)
    assert promised(look(text, about)) == {currency: Decimal(amount)}


@pytest.mark.parametrize(
    "text",
    [
        "Bags weigh up to 50 pounds.",
        "We fly at 35,000ft.",
        "Please try 2 more times.",
        "A Euro Traveller seat.",
        "I am 100% with you.",
    ],
)
def test_what_is_no_money_is_no_promise(text):
    assert found(text, "promise-amount") == []


def test_a_price_is_noted_and_not_promised():
    for text in ("A second bag costs £36.", "The lounge is $59.", "The fee is 25.00usd."):
        assert [each.weight for each in found(text, "promise-amount")] == [Weight.NOTES]
        assert promised(look(text, ANYWHERE)) == {}


def test_the_largest_promise_of_each_currency_counts():
    text = "We will refund £20 and £45, and send you a voucher of 30 EUR. " + "We refund £1. " * 60
    findings = look(text, ANYWHERE)
    assert promised(findings) == {"GBP": Decimal(45), "EUR": Decimal(30)}
    assert sum(each.currency == "GBP" for each in findings) == MOST_OF_A_KIND


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We'll add 5,000 points to your account.", "5,000 points"),
        ("Here is a discount of 10% for you.", "10%"),
        ("You will get your money back, we will refund you.", "your money back"),
        ("We will change it free of charge.", "free of charge"),
        ("Das machen wir aus Kulanz.", "aus Kulanz"),
        ("Le reembolsaremos todo.", "Le reembolsaremos"),
        ("Vous recevrez un remboursement intégral.", "remboursement intégral"),
    ],
)
def test_worth_without_a_sum_is_a_promise_too(text, value):
    assert value in values(text, "promise-amount")
    assert all(each.amount is None for each in found(text, "promise-amount"))


def test_a_sum_is_told_once():
    [finding] = found("Here is a discount of £10% for you.", "promise-amount")
    assert finding.value == "£10"


def test_what_we_cannot_give_is_no_promise():
    assert found("We cannot change it free of charge.", "promise-amount") == []
    assert found("Carry-on bags are free of charge.", "promise-amount") == []


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_way_to_write_a_number_is_worth_the_same(whole, cents):
    worth = Decimal(f"{whole}.{cents:02}")
    english = f"{whole:,}.{cents:02}"
    assert number_of(english) == worth
    for thousands, decimals in ((".", ","), (" ", ","), ("'", "."), ("", "."), ("", ",")):
        assert number_of(english.replace(",", "_").replace(".", decimals).replace("_", thousands)) == worth


def test_a_number_that_can_be_read_in_two_ways_counts_the_larger():
    assert number_of("1.200") == number_of("1,200") == 1200
    assert number_of("2", "k") == 2000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We'll answer by tomorrow 18:00.", "by tomorrow 18:00"),
        ("We will reply within 10 working days.", "within 10 working days"),
        ("We'll call in ten minutes.", "in ten minutes"),
        ("Tomorrow we'll call you.", "Tomorrow"),
        ("You'll receive it on 12 November.", "on 12 November"),
        ("You'll receive it by 12/11/2025.", "by 12/11/2025"),
        ("We'll have news before 2025-11-12.", "before 2025-11-12"),
        ("It takes up to 7-10 days.", "takes up to 7-10 days"),
        ("Wir melden uns bis morgen 18 Uhr.", "bis morgen 18 Uhr"),
        ("Sie erhalten die Antwort innerhalb von 24 Stunden.", "innerhalb von 24 Stunden"),
        ("Wir werden Sie am 12.11. anrufen.", "am 12.11."),
        ("Le responderemos en 48 horas.", "en 48 horas"),
        ("Le llamaremos mañana por la mañana.", "mañana por la mañana"),
        ("Nous vous répondrons sous 24 heures.", "sous 24 heures"),
        ("Vous recevrez un message avant demain 18h.", "avant demain 18h"),
        ("We'll answer by to\u200bmorrow.", "by to\u200bmorrow"),
    ],
)
def test_a_time_we_set_ourselves_is_a_promise(text, value):
    assert values(text, "promise-time") == [value]


def test_a_deadline_or_a_condition_is_noted_and_a_day_in_passing_is_not():
    assert values("Check in 24 hours before departure of the flight.", "promise-time", Weight.NOTES) == ["in 24 hours"]
    assert values("If you cancel within 24 hours it will be free.", "promise-time", Weight.NOTES) == ["within 24 hours"]
    assert found("Sorry for the wait today. Half is 1/2, open 24/7.", "promise-time") == []


def test_links_to_our_own_pages_pass_and_others_say_where_they_lead():
    about = About(is_public=True, own_hosts=frozenset({"https://www.Tern.example"}))
    assert found("See https://help.tern.example/bags, tern.example/x or www.tern.example.", "links", about) == []
    cases = {
        "https://tern.example@harbour.example/x": "leaves our own pages for “harbour.example”",
        "https://nottern.example": "leaves our own pages for “nottern.example”",
        "bit.ly/abc": "hides where it leads",
        "https://tеrn.com": "letters that look like others",
        "https://xn--trn-qdd.com": "letters that look like others",
        "http://[oops": "cannot be read",
        "harbour.com": "leaves our own pages",
        "harbour。com": "leaves our own pages",
    }
    for link, says in cases.items():
        [finding] = found(f"See {link}.", "links", about)
        assert finding.value == link
        assert says in str(finding.says)
    assert found("Thanks.We see.it was so.to say", "links", about) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sorry about that, we will 1/2", "1/2"),
        ("Sorry about that, we will (1/3) ^Ana", "(1/3)"),
        ("@marta 2/2 fly you home.", "2/2"),
        ("Sorry about that, we will 1 of 2", "1 of 2"),
        ("Sorry about that (cont.)", "(cont.)"),
        ("Das tut uns leid ... Fortsetzung folgt", "... Fortsetzung folgt"),
        ("Lo sentimos (continúa)", "(continúa)"),
        ("A thread 🧵", "🧵"),
    ],
)
def test_an_answer_in_parts_is_told(text, value):
    assert value in [each.value for each in found(text, "one-message")]


def test_halves_dates_and_two_questions_pass():
    text = "Half is 1/2 of it, on 1/2 we close. Which flight? Which bag? https://tern.example/?a=1?b"
    assert found(text, "one-message") == []


def test_too_long_and_too_many_questions_are_told():
    about = About(is_public=True, length=300, max_length=280)
    assert str(found("x", "one-message", about)[0].says) == "20 characters too many for this channel. Shorten it."
    assert found("x", "one-message", About(is_public=True, length=280, max_length=280)) == []
    [finding] = found("Which flight? Which bag?! Which seat？", "one-message")
    assert (finding.value, finding.weight) == ("？", Weight.NOTES)
    assert "3 questions at once" in str(finding.says)


@pytest.mark.parametrize(
    ("language", "kind", "cold"),
    [
        ("en", "We're so sorry about your bag.", "Your bag is at the desk."),
        ("de", "Das tut uns leid, wir suchen.", "Der Koffer ist am Schalter."),
        ("es", "Lamentamos lo ocurrido.", "La maleta está en el mostrador."),
        ("fr", "Nous sommes désolés.", "La valise est au comptoir."),
    ],
)
def test_a_complaint_wants_empathy(language, kind, cold):
    negative = About(is_public=True, language=language, is_negative=True)
    assert found(kind, "empathy", negative) == []
    assert [each.weight for each in found(cold, "empathy", negative)] == [Weight.ASKS]
    assert found(cold, "empathy", About(is_public=True, language=language)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "As we already told you, the desk is shut."),
        ("de", "Das ist nicht unsere Schuld."),
        ("es", "No es culpa nuestra."),
        ("fr", "Vous auriez dû lire cela."),
    ],
)
def test_a_defence_is_told(language, text):
    assert len(found(text, "defensive", About(is_public=True, language=language))) == 1
    assert found("You should have your bag soon.", "defensive", About(is_public=True, language="en")) == []


def test_shouting_is_told_and_abbreviations_are_not():
    assert values("This is NOT OUR FAULT at all", "shouting", Weight.NOTES) == ["NOT OUR FAULT"]
    assert values("Thanks!!! WE MADE IT", "shouting", Weight.NOTES) == ["!!!", "WE MADE IT"]
    assert found("From LHR to JFK with BA. OK? OS, CPU, RAM. WE DID. Thanks!!", "shouting") == []


def test_an_answer_ends_on_a_kind_word():
    english = About(is_public=True, language="en")
    assert found("The desk is shut.", "closing", english)
    assert found("The desk is shut. Thanks for asking.", "closing", english) == []
    assert found("", "closing", english) == []


OFFLINE = About(is_public=True, language="en", is_offline=True)


@pytest.mark.parametrize(
    ("text", "is_complete"),
    [
        ("Ask for Ingrid on 020 7946 0018.", True),
        ("Please ring 020 7946 0018. ^Ingrid", True),
        ("Please ring 020 7946 0018.", False),
        ("Ask for Ingrid.", False),
        ("I am sorry, ring 020 7946 0018.", False),
    ],
)
def test_taking_it_offline_wants_a_name_and_a_number(text, is_complete):
    findings = found(text, "offline-contact", OFFLINE)
    assert [each.weight for each in findings] == ([] if is_complete else [Weight.ASKS])
    assert found(text, "offline-contact", About(is_public=True, is_offline=True, has_handoff=True)) == []


def test_an_invitation_to_write_privately_wants_a_name_and_is_only_noted():
    english = About(is_public=True, language="en")
    assert values("Please DM us your details.", "offline-contact", Weight.NOTES, english) == ["DM"]
    assert found("Please DM us your details. ^Ingrid", "offline-contact", english) == []
    assert values("Please give us a call. ^Ingrid", "offline-contact", Weight.NOTES, english) == ["give us a call"]
    assert found("Our MD 80 is late.", "offline-contact", english) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "weight"),
    [
        ("en", "You are on the blacklist.", "blacklist", Weight.NOTES),
        ("en", "That is for the RETARDED of you.", "RETARDED", Weight.ASKS),
        ("de", "Das ist die schwarze Liste.", "schwarze Liste", Weight.NOTES),
        ("es", "Está en la lista negra.", "lista negra", Weight.NOTES),
        ("fr", "Vous êtes sur la liste noire.", "liste noire", Weight.NOTES),
    ],
)
def test_wording_that_leaves_people_out_comes_with_reason_and_alternative(language, text, value, weight):
    [finding] = found(text, "exclusionary-wording", About(is_public=True, language=language))
    assert (finding.value, finding.weight) == (value, weight)
    assert str(finding.says).startswith(f"“{value}”: ")


def test_wording_is_judged_in_the_language_of_the_text():
    assert found("Wir sind für Sie da, honey-roasted und lame nicht.", "exclusionary-wording") == []


def test_a_language_without_lists_is_said_to_be_unchecked():
    findings = look("Tack för att du hör av dig.", About(is_public=True, language="sv", is_negative=True))
    unchecked = {each.check for each in findings}
    assert unchecked == {"promise-time", "empathy", "offline-contact", "defensive", "exclusionary-wording", "closing"}
    assert {each.weight for each in findings} == {Weight.NOTES}
    assert not unchecked.intersection(each.check for each in passed(findings))
    assert [str(each.says) for each in look("Xyz", ANYWHERE)] == ["Not checked: which language is this?"] * 5
    assert look("👍 123", ANYWHERE) == ()


def test_the_language_of_the_text_goes_before_that_of_the_conversation():
    about = About(is_public=True, language="de-DE", is_negative=True)
    assert found("The bag is at the desk for you.", "empathy", about)
    assert found("Koffer da.", "empathy", about)


def test_what_passed_is_shown_in_order_with_a_sentence():
    shown = passed(look("Thanks, we are on it.", About(is_public=True, language="en")))
    assert [each.check for each in shown] == list(CHECKS)
    assert str(shown[0].name) == "Personal data"
    assert all(str(each.says) for each in shown)
    blocked = passed(look("marta@example.com", ANYWHERE))
    assert "personal-data" not in {each.check for each in blocked}


def test_findings_come_heaviest_first():
    text = "Thanks!!! We refund £5. See marta@example.com."
    weights = [list(Weight).index(each.weight) for each in look(text, ANYWHERE)]
    assert weights == sorted(weights)
    assert look(text, ANYWHERE) == look(text, ANYWHERE)


def test_a_mask_of_nothing_is_a_mask():
    assert masked(Kind.NAME, "") == "•••"
