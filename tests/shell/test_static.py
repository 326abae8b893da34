"""What holds for every style sheet and script of the product."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

DESK = Path(settings.BASE_DIR) / "escalation_site" / "static" / "desk"
SHEETS = sorted((DESK / "css").glob("*.css"))
SCRIPTS = sorted((DESK / "js").glob("*.js"))


def named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_a_style_sheet_asks_nothing_of_anyone_else(sheet: Path) -> None:
    text = sheet.read_text()
    assert "data:" not in text
    assert "http" not in text
    assert "@import" not in text


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_a_style_sheet_is_written_to_be_read(sheet: Path) -> None:
    lines = sheet.read_text().splitlines()
    assert lines[0].startswith("/*"), "says what it is for"
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 120
    assert not [line for line in lines if line.count(";") > 1], "one declaration a line"


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_every_picture_and_font_of_a_style_sheet_is_there(sheet: Path) -> None:
    for address in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
        path = (sheet.parent / address).resolve().relative_to(DESK.parent)
        assert finders.find(str(path)), address


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_every_colour_token_that_is_used_is_declared(sheet: Path) -> None:
    declared = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in SHEETS)))
    used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text()))
    assert not used - declared


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_script_evaluates_nothing_and_styles_nothing(script: Path) -> None:
    text = script.read_text()
    assert '"use strict";' in text
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|document\.write|https?://", text)


def test_every_address_of_a_static_file_in_a_template_is_there() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    for page in templates.rglob("*.html"):
        for address in re.findall(r"""\{% static ["']([^"']+)["'] %\}""", page.read_text()):
            assert finders.find(address), f"{page.name}: {address}"


def test_fonts_come_from_their_packages_with_their_licences() -> None:
    assert finders.find("fonts/HankenGrotesk-Medium.otf")
    assert finders.find("fonts/OFL.txt")
    assert finders.find("fonts/HankenGrotesk-Regular.otf") is None
    assert finders.find("elsewhere/OFL.txt") is None
    assert len(finders.find("fonts/LICENSE.txt", find_all=True)) == 1


def test_collected_files_are_named_by_their_content_and_packed(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    hashed = {"BACKEND": "escalation_site.storage.HashedStaticStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    tokens = list((tmp_path / "desk" / "css").glob("tokens.*.css"))
    assert len(tokens) == 1
    assert tokens[0].with_name(f"{tokens[0].name}.gz").exists()
    assert not list(tmp_path.rglob("*.br"))
    forms = next((tmp_path / "desk" / "css").glob("forms.*.css")).read_text()
    assert re.search(r"img/check\.[0-9a-f]{12}\.svg", forms)
