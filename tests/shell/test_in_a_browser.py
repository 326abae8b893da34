"""The frame, the door and the component sheet in a real browser, under the product's own content policy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from accounts.models import User
from accounts.notices import notify
from tests.browser import launch
from tests.shell.conftest import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
VIEWS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the loop in this thread is playwright's, not ours
        yield launch(playwright)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser said against a page: policy violations, errors of scripts, files that are missing."""
    return []


@pytest.fixture
def visit(chromium: Browser, live_server: Any, amara: User, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    opened = []

    def open_page(address: str, width: int = 1440, colours: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=colours, base_url=live_server.url
        )
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: _hear(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in opened:
        context.close()


def _hear(message: ConsoleMessage, complaints: list[str]) -> None:
    is_the_stream = message.location.get("url", "").endswith("/live/")  # which this server has not
    if message.type in {"error", "warning"} and not is_the_stream:
        complaints.append(message.text)


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail").fill("amara@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)  # with its scripts, which keys are pressed for


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{barrier['id']}: {[node['target'] for node in barrier['nodes']]}" for barrier in found]


@pytest.mark.parametrize(("width", "colours"), VIEWS)
def test_the_door_and_the_sheet_have_no_barriers(
    visit: Callable[..., Page], complaints: list[str], width: int, colours: str
) -> None:
    page = visit("/accounts/login/?next=/styleguide/", width, colours)
    assert barriers(page) == []
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Component sheet")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"
    assert complaints == []


def test_a_password_can_be_looked_at(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    field.fill("tern")
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_be_focused()


def test_single_keys_work_outside_fields_only(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/accounts/2fa/")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ga?")
    expect(page.get_by_role("searchbox")).to_have_value("ga?")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/approvals/")


def test_a_chosen_theme_is_there_before_the_next_page_is_painted(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/styleguide/")
    sign_in(page)
    with page.expect_response("**/preferences/theme/") as kept:
        page.get_by_role("button", name="Theme").click()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert kept.value.status == 204
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_frames_parts_follow_the_live_stream(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/styleguide/")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Component sheet")
    with page.expect_response("**/shell/**") as answer:
        page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:counts'))")
    assert answer.value.status == 200


def test_the_bell_rings_without_a_new_page_and_a_notice_is_opened_by_key(
    visit: Callable[..., Page], amara: User, complaints: list[str]
) -> None:
    page = visit("/accounts/login/?next=/notices/")
    sign_in(page)
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    notify(amara, kind="draft-returned", text="Ingrid returned your draft.", url="/preferences/", key="1")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:notices'))")
    page.get_by_role("link", name="Notices , 1 unread").click()
    expect(page.get_by_role("button", name="Unread: Ingrid returned your draft.")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/preferences/")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert barriers(page) == []
    assert complaints == []


def test_the_menu_of_the_person_opens_beside_the_rail(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/accounts/2fa/")
    sign_in(page)
    page.locator("summary", has_text="Amara Osei, your account").click()
    expect(page.get_by_role("link", name="Sign out").first).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Preferences").first.click()
    page.wait_for_url("**/preferences/")


def test_a_passkey_opens_the_door(visit: Callable[..., Page], live_server: Any, complaints: list[str]) -> None:
    home = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    page = visit(f"{home}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    key |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{home}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{home}/accounts/login/?next=/accounts/2fa/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/accounts/2fa/")
    assert complaints == []


def test_a_list_is_walked_and_picked_from_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/styleguide/")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Component sheet")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Callum Reid")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Select Marta Kowalczyk")).to_be_checked()
    expect(page.locator("#bulk")).to_have_text("1 selected Assign", use_inner_text=True)
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/styleguide/#row-red")
    page.get_by_role("link", name="Marta Kowalczyk").focus()
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_hidden()


def test_a_toast_goes_by_itself_but_never_under_the_pointer(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/?next=/accounts/2fa/")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.clock.install()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:toast', {detail: {text: 'Closed.'}}))")
    toast = page.locator(".snack", has_text="Closed.")
    expect(toast).to_be_visible()
    toast.hover()
    page.clock.run_for(11_000)
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(2_000)
    expect(toast).to_have_count(0)
