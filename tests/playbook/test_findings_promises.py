"""Promises in answers: sums of money in every format, worth without a sum, and times."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.findings import MOST_OF_A_KIND, About, Weight, look, promised
from playbook.findings.money import number_of

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
