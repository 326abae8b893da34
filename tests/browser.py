"""Debian's Chromium without a window, which every test in a browser drives."""

import shutil

import pytest
from playwright.sync_api import Browser, Playwright

# The shell first: it has no window to draw around each page, and opens one in a third of the time.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def launch(playwright: Playwright) -> Browser:
    """Fails the test that asks where no Chromium is installed."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("Tests in a browser need it: sudo apt install chromium-headless-shell", pytrace=False)
    return playwright.chromium.launch(executable_path=path, args=[*QUIETLY, "--disable-sync"])
