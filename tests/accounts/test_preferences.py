"""What a person decides for themselves, and that it holds."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts import actions
from accounts.models import Notice, NoticeChoice, User
from accounts.notice_kinds import ByMail, Group
from accounts.notices import notify
from accounts.zones import zone_names
from audit.models import Event
from tests.cast import Cast


@pytest.fixture
def jonas(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jonas)
    return client


def filled(**other: Any) -> dict[str, Any]:
    own = {"full_name": "Jonas Weber", "time_zone": "UTC", "theme": "system", "has_key_shortcuts": "on"}
    return own | other


def test_the_page_shows_what_holds_now(cast: Cast, jonas: Client) -> None:
    NoticeChoice.objects.create(user=cast.jonas, group=Group.DRAFTS, by_mail=ByMail.DAILY)
    form = jonas.get("/preferences/").context["form"]
    assert form.initial["full_name"] == "Jonas Weber"
    assert form.initial["mail_drafts"] == "daily"
    assert form.initial["mail_cases"] == ""


def test_what_was_chosen_is_kept_and_recorded(cast: Cast, jonas: Client) -> None:
    chosen = filled(full_name="Jonas W.", time_zone="Europe/Berlin", theme="dark", mail_drafts="at_once")
    del chosen["has_key_shortcuts"]
    answer = jonas.post("/preferences/", chosen, follow=True)
    assert "Saved." in answer.content.decode()
    person = cast.jonas
    assert (person.full_name, person.time_zone, person.theme) == ("Jonas W.", "Europe/Berlin", "dark")
    assert not person.has_key_shortcuts
    assert NoticeChoice.objects.get().by_mail == "at_once"
    event = Event.objects.get(name="accounts.preferences_changed")
    assert event.facts["changed"] == ["drafts", "full_name", "has_key_shortcuts", "theme", "time_zone"]


def test_saving_what_already_holds_changes_and_records_nothing(jonas: Client) -> None:
    jonas.post("/preferences/", filled())
    assert not Event.objects.filter(name="accounts.preferences_changed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"full_name": ""},
        {"full_name": "x" * 121},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"theme": "pink"},
        {"mail_drafts": "hourly"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_changes(
    cast: Cast, jonas: Client, wrong: dict[str, str]
) -> None:
    answer = jonas.post("/preferences/", filled(theme="dark") | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert cast.jonas.theme == "system"


def test_a_form_cannot_reach_beyond_preferences(cast: Cast, jonas: Client) -> None:
    jonas.post("/preferences/", filled(is_staff="on", is_superuser="on", email="boss@tern.example", theme="dark"))
    person = cast.jonas
    assert person.theme == "dark"
    assert (person.is_staff, person.is_superuser, person.email) == (False, False, "jonas@tern.example")
    with pytest.raises(ValueError, match="no preferences"):
        actions.change_preferences(by=person, changes={"is_staff": True})


def test_switching_an_email_off_takes_back_what_was_due(cast: Cast, jonas: Client) -> None:
    jonas.post("/preferences/", filled(mail_drafts="daily", mail_cases="daily"))
    for kind in ("draft-returned", "case-assigned"):
        notify(cast.jonas, kind=kind, text="Look.", url="/inbox/1/", key=kind)
    jonas.post("/preferences/", filled(mail_drafts="", mail_cases="daily"))
    assert Notice.objects.get(kind="draft-returned").mail_due_at is None
    assert Notice.objects.get(kind="case-assigned").mail_due_at is not None


def test_the_chosen_theme_is_drawn_by_the_server(cast: Cast, jonas: Client) -> None:
    assert "data-bs-theme" not in jonas.get("/preferences/").content.decode()
    User.objects.filter(pk=cast.jonas.pk).update(theme="dark")
    assert 'data-bs-theme="dark"' in jonas.get("/preferences/").content.decode()


def test_the_button_in_the_rail_keeps_the_theme_with_and_without_script(cast: Cast, jonas: Client) -> None:
    answer = jonas.post("/preferences/theme/", {"theme": "dark", "next": "/inbox/"})
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert cast.jonas.theme == "dark"
    assert jonas.post("/preferences/theme/", {"theme": "light"}, headers={"hx-request": "true"}).status_code == 204
    assert cast.jonas.theme == "light"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""])
def test_the_button_never_leads_elsewhere(jonas: Client, elsewhere: str) -> None:
    answer = jonas.post("/preferences/theme/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/preferences/"


def test_a_theme_that_is_none_is_not_kept(cast: Cast, jonas: Client) -> None:
    jonas.post("/preferences/theme/", {"theme": "pink"})
    assert cast.jonas.theme == "system"


def test_pages_speak_the_person_s_language_where_the_product_does(cast: Cast, jonas: Client, settings: Any) -> None:
    assert 'name="language"' not in jonas.get("/preferences/").content.decode()
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    User.objects.filter(pk=cast.jonas.pk).update(language="de")
    page = jonas.get("/preferences/").content.decode()
    assert 'lang="de"' in page
    assert 'name="language"' in page
    assert translation.get_language() == "en"


def test_zones_to_choose_from_hold_one_s_own_whatever_it_is_called() -> None:
    assert zone_names("UTC")[0] == "UTC"
    assert zone_names("Europe/London").count("Europe/London") == 1
    assert "GB" not in zone_names("UTC")
    assert "GB" in zone_names("GB")
    assert "Mars/Olympus" not in zone_names("Mars/Olympus")
