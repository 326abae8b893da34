"""Templates: one component a file, nothing a strict content security policy would refuse."""

import re

import pytest

from tests.architecture.sources import files, place

TEMPLATES = [path for path in files(".html") if "templates" in path.parts]
FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(?:on[a-z]+|hx-on[:\-\w]*)\s*=", re.IGNORECASE),
    "script in values": re.compile(r"hx-(?:vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
    "text marked as safe": re.compile(r"\|\s*safe\b|autoescape\s+off", re.IGNORECASE),
    "something from elsewhere": re.compile(r"(?:src|href)=\"https?://", re.IGNORECASE),
}


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 10


def test_no_template_is_longer_than_sixty_lines():
    found = [f"{place(path)} ({n})" for path in TEMPLATES if (n := len(path.read_text().splitlines())) > 60]
    assert not found, found


# allauth draws the picture of the secret itself; nothing a person wrote is in it.
SAFE = {("text marked as safe", "templates/mfa/totp/activate_form.html")}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [place(path) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text())]
    found = [name for name in found if (what, name) not in SAFE]
    assert not found, found


def test_every_form_that_posts_has_its_token():
    post = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)
    found = [
        place(path)
        for path in TEMPLATES
        for form in post.findall(path.read_text())
        if "csrf_token" not in form and "{% crispy" not in form
    ]
    assert not found, found
