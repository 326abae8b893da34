"""What holds for every template of the product, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from escalation_site import marks

FOLDER = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
MAILS = sorted(FOLDER.rglob("*.txt"))
NAMES = [str(path.relative_to(FOLDER)) for path in PAGES]

INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)",
    "an event attribute": r"\son[a-z]+\s*=\s*[\"']",
    "hx-on": r"\bhx-on\b",
    "evaluated hx-vals or hx-headers": r"hx-(vals|headers)=[\"'](js|javascript):",
    "a trigger filter": r"hx-trigger=[\"'][^\"']*\[",
    "a javascript: address": r"javascript:",
    "another site": r"(src|href)=[\"'](https?:)?//",
}


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_what_the_content_policy_refuses(name: str, what: str) -> None:
    found = re.search(INLINE[what], (FOLDER / name).read_text(), re.IGNORECASE)
    assert not found, f"{name} has {what}: {found.group() if found else ''}"


@pytest.mark.parametrize("name", NAMES)
def test_every_template_fits_a_screen(name: str) -> None:
    lines = (FOLDER / name).read_text().splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines), default=0) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_exists(name: str) -> None:
    for icon in re.findall(r'\{% icon "([^"]+)"', (FOLDER / name).read_text()):
        assert marks.icon(icon).startswith("<svg")
