import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.shell.conftest import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def test_the_right_password_lets_in_and_leads_where_one_was_going(client: Client, amara: User) -> None:
    asked = client.get(f"{LOGIN}?next=/styleguide/").content.decode()
    assert 'name="next" value="/styleguide/"' in asked.replace("\n", "").replace('type="hidden" ', "")
    answer = client.post(LOGIN, {"login": amara.email, "password": PASSWORD, "next": "/styleguide/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/styleguide/"


def test_a_wrong_password_is_answered_beside_the_field_and_keeps_the_address(client: Client, amara: User) -> None:
    page = client.post(LOGIN, {"login": amara.email, "password": "wrong"}).content.decode()
    assert "E-mail and password don’t match." in page
    assert 'aria-describedby="id_password_error"' in page
    assert f'value="{amara.email}"' in page
    assert "wrong" not in page


def test_five_failed_tries_bring_the_pause_that_the_sentence_promises(client: Client, amara: User) -> None:
    assert "5/5m/key" in settings.ACCOUNT_RATE_LIMITS["login_failed"]
    for _ in range(5):
        client.post(LOGIN, {"login": amara.email, "password": "wrong"})
    page = client.post(LOGIN, {"login": amara.email, "password": PASSWORD}).content.decode()
    assert "Wait five minutes" in page


def test_too_many_sign_ins_from_one_place_get_a_page_that_says_so(client: Client, amara: User) -> None:
    for number in range(31):
        answer = client.post(LOGIN, {"login": f"person{number}@example.com", "password": "wrong"})
    assert answer.status_code in {200, 429}
    page = answer.content.decode()
    assert "Too many" in page or "A short pause" in page


def test_nobody_signs_up(client: Client, db: None) -> None:
    answer = client.post("/accounts/signup/", {"email": "mallory@example.com", "password1": PASSWORD})
    assert "Accounts are made by your administrator" in answer.content.decode()
    assert not User.objects.exists()


def test_the_passkey_button_comes_with_its_scripts_as_files(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'id="passkey_login" type="submit" form="mfa_login"' in page
    assert "mfa/js/webauthn.js" in page
    assert "unsafe" not in client.get(LOGIN)["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/", "/accounts/password/reset/"]
)
def test_the_pages_of_an_account_are_in_the_frame(amaras_browser: Client, address: str) -> None:
    page = amaras_browser.get(address).content.decode()
    assert page.count("<h1") == 1
    assert "desk/css/tokens.css" in page


def test_the_authenticator_app_gets_its_picture_in_the_page(client: Client, amara: User) -> None:
    client.post(LOGIN, {"login": amara.email, "password": PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "data:image" not in page
    assert '<div class="qr' in page
