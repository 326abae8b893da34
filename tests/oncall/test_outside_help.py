"""Whom a person rings outside: kept in the playbook, shown to whoever is paged, beside the message, on the board."""

import pytest
from django.test import Client

from audit.models import Event
from oncall import links
from oncall.models import Alert
from playbook.models import CrisisContact
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Cyber police", "kind": "police", "phone": "+44 20 7946 0099", "position": 1}
SAYS = "This is Tern Air."


@pytest.fixture
def admin(client: Client, desk: Desk) -> Client:
    client.force_login(desk.ada)
    return client


def on_phone(desk: Desk, alert: Alert) -> str:
    return Client().get(links.page_url(user_id=desk.priya.pk, alert_id=alert.pk).partition("8000")[2]).content.decode()


def test_it_stands_with_its_topics_and_says_what_to_say(admin: Client, desk: Desk) -> None:
    terms = GIVEN | {"what_to_say": SAYS, "stands_with": "topics", "topics": desk.cast.topics["hacking"].pk}
    assert admin.post("/playbook/crisis/new/?brand=tern-air", terms).status_code == 302
    contact = CrisisContact.objects.get()
    alert, other = desk.red("hacking"), desk.red("major-account")
    assert 'href="tel:+442079460099"' in on_phone(desk, alert)
    assert SAYS in on_phone(desk, alert)
    assert "Cyber police" not in on_phone(desk, other)
    assert "Cyber police" in admin.get("/oncall/").content.decode()
    case = f"/inbox/{alert.flags.get().interaction_id}/"
    admin.force_login(desk.amara)
    assert SAYS in admin.get(case).content.decode()
    admin.force_login(desk.ada)
    every_red = GIVEN | {"what_to_say": SAYS, "stands_with": "red"}
    admin.post(f"/playbook/crisis/{contact.pk}/", every_red)
    assert "Cyber police" in on_phone(desk, other)
    assert not contact.topics.exists()
    admin.post(f"/playbook/crisis/{contact.pk}/retire/")
    assert "Cyber police" not in on_phone(desk, other)
    assert Event.objects.filter(name="playbook.crisis_contact_changed").count() == 1


def test_where_a_life_is_at_stake_whoever_is_paged_reads_the_lines_of_the_writers_country(desk: Desk) -> None:
    for country in ("GB", "DE"):
        CrisisContact.objects.create(
            brand=desk.cast.brand, kind="crisis_line", name=f"Line of {country}", country=country, phone="116 123"
        )
    topic = desk.cast.topics["hacking"]
    assert "Line of GB" not in on_phone(desk, desk.red("major-account", language="en-GB"))
    topic.is_life_safety = True
    topic.save()
    page = on_phone(desk, desk.red("hacking", language="en-GB"))
    assert "Line of GB" in page
    assert "Line of DE" not in page


def test_topics_are_named_where_it_stands_with_topics_and_are_the_brands_own(admin: Client, desk: Desk) -> None:
    where = "/playbook/crisis/new/?brand=tern-air"
    answer = admin.post(where, GIVEN | {"stands_with": "topics"})
    assert answer.status_code == 422
    assert "Choose the topics" in answer.content.decode()
    green = desk.cast.topics["praise"].pk
    assert admin.post(where, GIVEN | {"stands_with": "topics", "topics": green}).status_code == 422
    assert admin.post(where, GIVEN | {"stands_with": "red", "phone": ""}).status_code == 422
    assert not CrisisContact.objects.exists()
