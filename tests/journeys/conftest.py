import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser import launch
from tests.journeys.desk import Desk, database
from tests.journeys.people import People


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    """One running product for all journeys. Nothing of it outlives them."""
    home = Path(tempfile.mkdtemp(prefix="desk-"))
    with database() as more:
        running = Desk(home, more)
        yield running
        running.product.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=20_000)  # a busy machine is no failure
        yield started
        expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Browser:
    return launch(playwright)


@pytest.fixture(scope="package")
def _everybody(chromium: Browser, desk: Desk) -> People:
    return People(chromium, desk)


@pytest.fixture
def people(_everybody: People) -> Iterator[People]:
    """Opens a browser for a person: ``people("jonas")``. At the end no console may have complained."""
    yield _everybody
    _everybody.leave()
