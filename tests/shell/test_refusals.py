import pytest
from django.template.loader import render_to_string
from django.test import Client


def test_a_refusal_is_a_page_in_the_frame(amaras_browser: Client) -> None:
    answer = amaras_browser.get("/forbid/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Red flags are for the Comms team. Ask Priya, on call now." in page
    assert 'class="rail"' in page
    assert "<title>Not yours to do" in " ".join(page.split()).replace("<title> ", "<title>")


def test_a_refusal_for_htmx_is_only_the_sentence(amaras_browser: Client) -> None:
    answer = amaras_browser.get("/clash/", headers={"hx-request": "true"})
    assert answer.status_code == 409
    part = answer.content.decode()
    assert "Sam approved this a moment ago." in part
    assert "<html" not in part


def test_an_address_that_is_none_says_so_to_anyone(client: Client, db: None) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert 'class="rail"' not in answer.content.decode()


@pytest.mark.parametrize(("headers", "is_page"), [({}, True), ({"hx-request": "true"}, False)])
def test_a_form_without_its_token_is_refused_in_words(
    amaras_browser: Client, headers: dict[str, str], is_page: bool
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = amaras_browser.cookies
    answer = strict.post("/accounts/logout/", headers=headers)
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
    assert ("<html" in answer.content.decode()) is is_page


def test_the_last_page_of_all_needs_nothing(client: Client) -> None:
    page = render_to_string("500.html")
    assert "What was saved is safe" in page


def test_a_bad_request_is_answered_in_words() -> None:
    assert "did not arrive as it was meant" in render_to_string("400.html")
