"""What holds for every template of the product, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from escalation_site import marks

FOLDER = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
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
INCLUDED = re.compile(r'{% include "([^"]+)"([^%]*\bonly) %}')
WITHOUT_A_FORM = {"interactions/_filter.html", "demo_network/_post.html"}  # a search; posts of others


def test_every_template_compiles() -> None:
    for name in NAMES:
        get_template(name)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_what_the_content_policy_refuses(what: str) -> None:
    texts = {name: (FOLDER / name).read_text() for name in NAMES}
    assert [name for name, text in texts.items() if re.search(INLINE[what], text, re.IGNORECASE)] == []


def breakable(line: str) -> int:
    """How long a line is without its tags, which Django does not let anybody break."""
    return len(re.sub(r"{%.*?%}", "", line))


def test_every_template_fits_a_screen() -> None:
    lines = {name: (FOLDER / name).read_text().splitlines() for name in NAMES}
    assert [name for name in NAMES if len(lines[name]) > 60] == []
    assert [name for name in NAMES if max(map(breakable, lines[name]), default=0) > 120] == []


def test_every_icon_exists() -> None:
    texts = [(FOLDER / name).read_text() for name in NAMES]
    icons = {icon for text in texts for icon in re.findall(r'\{% icon "([^"]+)"', text)}
    assert [icon for icon in icons if not marks.icon(icon).startswith("<svg")] == []


def test_a_part_with_a_form_is_given_the_token_it_sends() -> None:
    """A part that is included with ``only`` sees nothing it is not given; without the token its form is refused."""
    texts = {name: (FOLDER / name).read_text() for name in NAMES}
    posting = [name for name, text in texts.items() if "{% crispy" in text or "csrf_token" in text]
    included = [(outer, *found) for outer, text in texts.items() for found in INCLUDED.findall(text)]
    bare = [(outer, inner) for outer, inner, given in included if inner in posting and "csrf_token" not in given]
    is_shown_only = ("styleguide/",)
    assert [pair for pair in bare if not pair[0].startswith(is_shown_only) and pair[1] not in WITHOUT_A_FORM] == []
