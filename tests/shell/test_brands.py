"""The brand that was chosen narrows the lists from then on, and silences nothing."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, Role
from accounts.sync import sync_roles
from audit import outbox
from tests.cast import Cast


@pytest.fixture(autouse=True)
def all_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "escalation_site.urls"


@pytest.fixture
def dev(cast: Cast, client: Client) -> Client:
    """Dev supervises for both brands."""
    other = Membership.objects.get(user=cast.nora).team
    Membership.objects.create(team=other, user=cast.dev, role=Role.objects.get(slug="admin"))
    sync_roles()
    client.force_login(cast.dev)
    return client


def choose(client: Client, brand: str, page: str = "/inbox/") -> Any:
    return client.post("/brand/", {"brand": brand, "next": page})


def test_choosing_a_brand_shows_the_same_page_of_that_brand(dev: Client) -> None:
    assert choose(dev, "lumen", "/playbook/templates/")["Location"] == "/playbook/templates/?brand=lumen"
    assert choose(dev, "", "/playbook/templates/")["Location"] == "/playbook/templates/"


@pytest.mark.parametrize("page", ["/inbox/", "/playbook/", "/playbook/try/", "/playbook/checklist/"])
def test_lists_that_are_opened_later_are_of_the_chosen_brand(dev: Client, page: str) -> None:
    assert dev.get(page).status_code == 200
    choose(dev, "lumen")
    assert dev.get(page)["Location"] == f"{page}?brand=lumen"
    assert dev.get("/inbox/?view=red")["Location"] == "/inbox/?view=red&brand=lumen"
    assert dev.get(page, {"brand": "tern-air"}).status_code == 200


def test_all_brands_is_a_choice_too(dev: Client) -> None:
    choose(dev, "lumen")
    choose(dev, "")
    assert dev.get("/inbox/").status_code == 200


def test_the_page_of_one_thing_and_a_part_of_a_page_are_left_alone(cast: Cast, dev: Client) -> None:
    choose(dev, "lumen")
    assert dev.get(f"/inbox/{cast.received().pk}/").status_code == 200
    assert dev.get(f"/playbook/topics/{cast.topics['praise'].pk}/").status_code == 200
    assert dev.get("/inbox/", headers={"hx-request": "true"}).status_code == 200


def test_the_switcher_shows_the_choice_on_every_page(dev: Client) -> None:
    choose(dev, "lumen")
    page = " ".join(dev.get("/approvals/").content.decode().split())
    assert '<button type="submit" name="brand" value="lumen" aria-current="true">' in page


@pytest.mark.parametrize("brand", ["no-such-brand", "LUMEN", "lumen\x00"])
def test_a_brand_that_is_none_cannot_be_chosen(dev: Client, brand: str) -> None:
    assert choose(dev, brand).status_code == 404
    assert dev.get("/inbox/").status_code == 200


def test_a_brand_of_others_cannot_be_chosen(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    assert choose(client, "tern-air").status_code == 404


def test_a_brand_that_was_taken_away_is_forgotten(cast: Cast, dev: Client) -> None:
    choose(dev, "lumen")
    Membership.objects.filter(user=cast.dev, team__brand=cast.other_brand).delete()
    sync_roles()
    assert dev.get("/inbox/").status_code == 200


def test_the_switcher_never_leads_elsewhere(dev: Client) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        assert choose(dev, "lumen", elsewhere)["Location"] == "/inbox/?brand=lumen"


def test_a_red_flag_of_another_brand_stands_in_the_alarm_bar_all_the_same(cast: Cast, dev: Client) -> None:
    cast.flagged("hacking")
    outbox.sweep()
    choose(dev, "lumen")
    assert 'role="alert"' in dev.get("/inbox/?brand=lumen").content.decode()
