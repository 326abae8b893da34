"""Sending messages in by the API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.actors import SYSTEM
from connectors import actions as channels
from connectors.models import Rejected
from interactions.models import Interaction
from tests.api.conftest import Carrying
from tests.cast import Cast
from tests.interactions.doors import row

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/channels/tern-air-demo/messages/"


def send(client: APIClient, given: Any) -> Any:
    if isinstance(given, bytes):
        return client.generic("POST", ADDRESS, given, content_type="application/json")
    return client.post(ADDRESS, given, format="json")


def test_one_message_is_taken_in_and_told_what_it_is(cast: Cast, carrying: Carrying) -> None:
    message = row("My suitcase")
    answer = send(carrying("amara", "ingest"), message)
    interaction = Interaction.objects.get()
    assert answer.status_code == 200
    assert answer.json()["results"] == [
        {"index": 0, "result": "new", "id": message["id"], "interaction": str(interaction.public_id), "reason": ""}
    ]


def test_each_item_of_a_batch_has_its_result_in_the_order_sent(cast: Cast, carrying: Carrying) -> None:
    client, first, answered = carrying("amara", "ingest"), row(), row(thread_id="t1")
    send(client, first)
    batch = [first | {"text": "Other"}, {"id": "x"}, answered, row(direction="outbound", thread_id="t1"), first, 7]
    answer = send(client, {"messages": batch})
    assert answer.status_code == 202
    results = answer.json()["results"]
    assert [each["result"] for each in results] == ["quarantined", "rejected", "new", "answer", "known", "rejected"]
    assert [each["index"] for each in results] == list(range(6))
    assert (results[1]["reason"], results[5]["reason"]) == ("text is missing", "a message is an object, this is 7")
    assert (results[0]["interaction"], results[3]["interaction"]) == (results[4]["interaction"], None)
    assert Rejected.objects.count() == 2


def test_the_same_batch_again_changes_nothing(cast: Cast, carrying: Carrying) -> None:
    client, batch = carrying("amara", "ingest"), {"messages": [row() for _number in range(1_000)]}
    assert send(client, batch).json()["counts"]["new"] == 1_000
    assert send(client, batch).json()["counts"]["known"] == 1_000
    assert Interaction.objects.count() == 1_000


def test_nothing_readable_is_422_and_no_json_400_and_both_are_kept(cast: Cast, carrying: Carrying) -> None:
    client = carrying("amara", "ingest")
    assert send(client, {"messages": [{"id": "x"}]}).status_code == 422
    broken = send(client, b'{"id": ')
    assert (broken.status_code, broken.json()["detail"].startswith("The body is not JSON")) == (400, True)
    assert send(client, b"").status_code == 400
    assert Rejected.objects.count() == 3


def test_too_much_is_413_and_another_format_415(cast: Cast, carrying: Carrying) -> None:
    client = carrying("amara", "ingest")
    assert send(client, {"messages": [row() for _number in range(1_001)]}).status_code == 413
    huge = send(client, b"x" * 10_000_000)
    assert (huge.status_code, huge.json()["detail"].startswith("The body has 10,000,000 bytes")) == (413, True)
    other = client.post(ADDRESS, "id=1", content_type="application/x-www-form-urlencoded")
    assert (other.status_code, other.json()["detail"].endswith(".")) == (415, True)
    assert not Interaction.objects.exists()


def test_a_channel_one_may_not_see_is_404_like_one_that_is_not_there(cast: Cast, carrying: Carrying) -> None:
    stranger = send(carrying("nora", "ingest"), row())
    missing = carrying("amara", "ingest").post("/api/v1/channels/nobody/messages/", row(), format="json")
    assert (stranger.status_code, stranger.json()) == (404, missing.json())
    assert not Interaction.objects.exists()


def test_seeing_is_not_enough_to_send_in(cast: Cast, carrying: Carrying) -> None:
    answer = send(carrying("axel", "ingest"), row())
    assert (answer.status_code, "right to flag" in answer.json()["detail"]) == (403, True)


def test_a_reading_key_sends_nothing_in(cast: Cast, carrying: Carrying) -> None:
    assert send(carrying("amara", "read"), row()).status_code == 403


def test_a_paused_channel_is_409(cast: Cast, carrying: Carrying) -> None:
    channels.pause(by=SYSTEM, channel=cast.channel)
    answer = send(carrying("amara", "ingest"), row())
    assert (answer.status_code, "paused" in answer.json()["detail"]) == (409, True)
