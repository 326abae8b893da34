"""The list of the inbox through its address: what is there, in which order, for whom, at which price."""

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_list_shows_what_waits(cast: Cast) -> None:
    cast.received("My suitcase is gone")
    page = signed_in(cast.amara).get("/inbox/")
    assert page.status_code == 200
    assert "My suitcase is gone" in page.content.decode()


@pytest.mark.parametrize("topic", ["praise", "baggage", "hacking"])
def test_a_conversation_opens(cast: Cast, topic: str) -> None:
    interaction = cast.flagged(topic, "My suitcase is <b>gone</b>")
    page = signed_in(cast.amara).get(f"/inbox/{interaction.pk}/")
    assert page.status_code == 200
    assert "My suitcase is" in page.content.decode()
