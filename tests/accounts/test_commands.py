"""From an empty installation to somebody who can sign in and a channel that takes messages."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Brand, User
from accounts.rights import can
from connectors.models import Channel
from connectors.secrets import unseal

pytestmark = pytest.mark.django_db
ENOUGH = "a long and boring password\n"


@pytest.fixture(autouse=True)
def _a_brand() -> None:
    call_command("sync_roles", stdout=io.StringIO())
    call_command("create_brand", "lumen", "Lumen Energy", stdout=io.StringIO())


def _create_person(monkeypatch: pytest.MonkeyPatch, password: str = ENOUGH, **options: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(password))
    said = io.StringIO()
    terms = {"brand": "lumen", "team": "care", "role": "admin"} | options
    call_command("create_person", "nora@lumen.example", "Nora Falk", stdout=said, **terms)
    return said.getvalue()


def test_a_person_created_has_the_rights_of_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nora Falk is Admin of Care" in _create_person(monkeypatch)
    nora = User.objects.get(email="nora@lumen.example")
    assert nora.check_password(ENOUGH.strip())
    assert can(nora, "edit_playbook", Brand.objects.get(slug="lumen"))


@pytest.mark.parametrize(
    ("password", "options", "sentence"),
    [
        ("short\n", {}, "too short"),
        (ENOUGH, {"team": "night"}, "has no team"),
        (ENOUGH, {"role": "king"}, "There is no role"),
    ],
)
def test_what_cannot_be_created_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, password: str, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        _create_person(monkeypatch, password, **options)
    assert not User.objects.filter(email="nora@lumen.example").exists()


def test_an_address_that_signs_in_already_is_not_taken_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    _create_person(monkeypatch)
    with pytest.raises(CommandError, match="already"):
        _create_person(monkeypatch)


def test_a_webhook_connected_shows_its_new_secret_once() -> None:
    said = io.StringIO()
    call_command("connect_channel", "posts", "webhook", brand="lumen", team="care", stdout=said)
    secret = unseal(Channel.objects.get(slug="posts").secrets)["incoming_secrets"]
    assert secret in said.getvalue()


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (("posts", "pigeon"), {}, "know no network"),
        (("posts", "webhook"), {"team": "night"}, "has no team"),
        (("posts", "webhook"), {"secret": ["reply_secret=NOT_SET_ANYWHERE"]}, "no variable"),
        (("posts", "webhook"), {"set": ["url"]}, "NAME=VALUE"),
        (("posts", "email"), {}, "missing"),
    ],
)
def test_a_channel_that_cannot_work_is_refused_with_a_sentence(
    arguments: tuple[str, str], options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("connect_channel", *arguments, **({"brand": "lumen", "team": "care"} | options))
    assert not Channel.objects.exists()


def test_the_settings_of_a_network_can_be_listed() -> None:
    said = io.StringIO()
    call_command("connect_channel", "posts", "email", brand="lumen", team="care", list=True, stdout=said)
    assert "--secret" in said.getvalue()
