"""The page at 3 a.m. and the page “On call” in a real browser: no barriers, no complaints, buttons at the thumb."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import User
from audit import outbox
from oncall import actions, engine, lanes, links, queries
from oncall.models import Alert, ContactMethod, Schedule
from playbook.models import Plan
from tests.browser import launch
from tests.cast import Cast, assemble
from tests.oncall.conftest import scheduled

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
VIEWS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
WORDS = "I opened the app tonight and 148,000 Tern Miles are gone. Call me: +44 20 7946 0011."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the loop in this thread is playwright's, not ours
        yield launch(playwright)


@pytest.fixture
def crew(transactional_db: None) -> Cast:
    cast = assemble()
    scheduled(cast)
    return cast


@pytest.fixture
def alert(crew: Cast) -> Alert:
    topic = crew.topics["major-account"]
    todo = ["Lock the account", "Tell the security duty officer"]
    Plan.objects.create(topic=topic, complaint="Miles are gone", public_answer="We look.", internal_actions=todo)
    crew.flagged("major-account", WORDS)
    outbox.sweep()
    engine.sweep(lanes.at_once)
    return Alert.objects.get()


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nobody may have complained: no violation of the policy, no script that broke."""
    opened, complaints = [], []

    def open_page(address: str, width: int, colours: str = "light", person: User | None = None) -> Page:
        viewport = {"width": width, "height": 844}
        context = chromium.new_context(viewport=viewport, color_scheme=colours, base_url=live_server.url)
        opened.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if "/live/" not in _where(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def _where(message: Any) -> str:
    return str(message.location.get("url", ""))


def link_of(alert: Alert, person: User) -> str:
    return links.page_url(user_id=person.pk, alert_id=alert.pk).removeprefix(settings.SITE_URL)


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{barrier['id']}: {[node['target'] for node in barrier['nodes']]}" for barrier in found]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize(("width", "colours"), VIEWS)
def test_a_page_has_no_barriers_before_and_after(visit, crew: Cast, alert: Alert, width: int, colours: str) -> None:
    page = visit(link_of(alert, crew.priya), width, colours)
    assert barriers(page) == []
    assert not scrolls_sideways(page)
    for name in ("I’ve got it", "I can’t. Page Tomás now"):
        assert page.get_by_role("button", name=name).bounding_box()["height"] >= 58
    page.get_by_role("button", name="I’ve got it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have it. Paging stopped.")
    assert barriers(page) == []
    taken = visit(link_of(alert, crew.tomas), width, colours)
    expect(taken.get_by_role("heading", level=1)).to_contain_text("Priya has it since")
    assert barriers(taken) == []


@pytest.mark.parametrize(("width", "colours"), VIEWS)
def test_the_on_call_pages_have_no_barriers(visit, crew: Cast, alert: Alert, width: int, colours: str) -> None:
    User.objects.filter(pk=crew.tomas.pk).update(is_active=False)  # a gap in the week
    page = visit("/oncall/", width, colours, crew.ada)
    places = ["/oncall/methods/", "/oncall/log/", "/oncall/schedules/new/", "/oncall/policies/new/", "/oncall/stops/"]
    schedule = Schedule.objects.get()
    places += [f"/oncall/schedules/{schedule.pk}/{what}" for what in ("", "override/", "calendar/", "layers/new/")]
    places += ["/oncall/feeds/"]
    for place in ["", *places]:
        if place:
            page.goto(place)
        assert barriers(page) == [], place
        assert not scrolls_sideways(page), place


def test_a_test_page_is_confirmed_by_one_button(visit, crew: Cast) -> None:
    method, _secret = actions.add_method(by=crew.priya, kind="email", address="priya@home.example")
    address = links.test_url(user_id=crew.priya.pk, method_id=method.pk).removeprefix(settings.SITE_URL)
    page = visit(address, 390, "dark")
    assert barriers(page) == []
    page.get_by_role("button", name="It arrived").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()


STANDING = """
  const standing = (endpoint) => ({ endpoint, unsubscribe: async () => localStorage.setItem("left", endpoint) });
  navigator.serviceWorker.getRegistration = async () => ({
    pushManager: { getSubscription: async () => standing("https://push.example/this-browser") },
  });
"""


@pytest.mark.parametrize(
    ("removed", "left"), [("this-browser", "https://push.example/this-browser"), ("my-phone", None)]
)
def test_a_device_that_is_removed_ends_the_subscription_of_this_browser_alone(
    visit, crew: Cast, removed: str, left: str | None
) -> None:
    at = "https://push.example/"
    devices = {
        name: ContactMethod.objects.create(user=crew.priya, kind="push", address=f"{at}{name}", is_verified=True)
        for name in ("this-browser", "my-phone")
    }
    page = visit("/oncall/methods/", 1440, "light", crew.priya)
    page.add_init_script(STANDING)
    page.reload()
    page.locator(f"form[action='/oncall/methods/{devices[removed].pk}/remove/'] button").click()
    expect(page.get_by_text("Nothing is sent there any more.")).to_be_visible()
    assert page.evaluate("localStorage.getItem('left')") == left


def _in_days(days: int) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def on_call(crew: Cast) -> User:
    (now,) = queries.on_call_now([crew.brand.pk])
    assert now.person is not None
    return now.person


@pytest.mark.parametrize("width", [1440, 390])
def test_a_gap_is_filled_and_a_shift_is_swapped(visit, crew: Cast, width: int) -> None:
    User.objects.filter(pk=crew.tomas.pk).update(is_active=False)
    page = visit("/oncall/", width, "light", crew.ada)
    expect(page.get_by_text("Nobody is on call for Comms primary").locator("visible=true").first).to_be_visible()
    page.get_by_role("link", name="Fill the gap").first.click()
    page.get_by_label("Person*", exact=True).select_option(label="Ruth Adeyemi")
    page.get_by_label("Until").fill(_in_days(80))
    page.get_by_label("Why").fill("Tomás has left")
    assert barriers(page) == []
    page.get_by_role("button", name="Override").click()
    expect(page.get_by_role("heading", name="Overrides")).to_be_visible()
    expect(page.get_by_text("Tomás has left").locator("visible=true").first).to_be_visible()
    assert barriers(page) == []
    assert not scrolls_sideways(page)
    User.objects.filter(pk=crew.tomas.pk).update(is_active=True)
    page.get_by_role("button", name="Take back").click()
    asks = visit("/oncall/", width, "dark", on_call(crew))
    asks.get_by_role("link", name="Swap a shift").click()
    asks.get_by_label("A word to them").fill("A wedding")
    asks.get_by_role("button", name="Ask").click()
    expect(asks.get_by_role("button", name="Withdraw")).to_be_visible()
    assert barriers(asks) == []
    other = crew.tomas if on_call(crew) == crew.priya else crew.priya
    takes = visit("/oncall/", width, "light", other)
    takes.get_by_role("button", name="I take it").click()
    expect(takes.get_by_text("A wedding").locator("visible=true").first).to_be_visible()
    assert barriers(takes) == []
    assert not scrolls_sideways(takes)
