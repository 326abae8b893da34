"""Machine checks of an answer: links, length, tone, wording, and what stays unchecked."""

import pytest

from playbook.findings import CHECKS, About, Weight, look, passed
from playbook.findings.personal import masked
from playbook.findings.places import Kind

ANYWHERE = About(is_public=True)


def found(text, check, about=ANYWHERE):
    return [each for each in look(text, about) if each.check == check]


def values(text, check, weight=Weight.ASKS, about=ANYWHERE):
    return [each.value for each in found(text, check, about) if each.weight is weight]


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
