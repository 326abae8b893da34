"""Reading interactions by the API: only what the key's user may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Team
from interactions import actions
from interactions.models import Interaction
from tests.api.conftest import Carrying
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/interactions/"


def ids(answer: Any) -> list[str]:
    return [each["remote_id"] for each in answer.json()["results"]]


def test_the_list_is_newest_first_and_followed_by_key(cast: Cast, carrying: Carrying) -> None:
    came = [cast.received(remote_id=f"r{number}").remote_id for number in range(5)]
    client = carrying("amara", "read")
    seen, address = [], f"{ADDRESS}?page_size=2"
    while address:
        answer = client.get(address)
        seen.append(ids(answer))
        cast.received()  # what comes meanwhile neither doubles nor hides anything
        address = answer.json()["next"]
    assert seen == [came[:2:-1], came[2:0:-1], came[:1]]


def test_nobody_reads_another_brands_or_teams_interactions(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.received()
    assert ids(carrying("nora", "read").get(ADDRESS)) == []
    hidden = carrying("nora", "read").get(f"{ADDRESS}{interaction.public_id}/")
    missing = carrying("nora", "read").get(f"{ADDRESS}00000000-0000-4000-8000-000000000000/")
    assert (hidden.status_code, hidden.json()) == (404, missing.json())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=flagged", ["red", "yellow"]),
        ("state=received", ["plain"]),
        ("level=red", ["red"]),
        ("level=none", ["plain"]),
        ("channel=tern-air-demo", ["red", "yellow", "plain"]),
        ("channel=nobody", []),
        ("level=red&state=received", []),
    ],
)
def test_the_list_is_narrowed(cast: Cast, carrying: Carrying, asked: str, found: list[str]) -> None:
    cast.received("Hello", remote_id="plain")
    cast.received("My suitcase", remote_id="yellow")
    cast.received("account hacked", remote_id="red")
    assert ids(carrying("amara", "read").get(f"{ADDRESS}?{asked}")) == found


def test_since_is_the_time_of_receipt(cast: Cast, carrying: Carrying) -> None:
    cast.received(remote_id="r1", occurred_at=timezone.now() - timedelta(days=9))
    client = carrying("amara", "read")
    soon = (timezone.now() + timedelta(minutes=1)).isoformat()
    ago = (timezone.now() - timedelta(minutes=1)).isoformat()
    assert (ids(client.get(ADDRESS, {"since": soon})), ids(client.get(ADDRESS, {"since": ago}))) == ([], ["r1"])


@pytest.mark.parametrize("asked", ["state=odd", "level=blue", "since=yesterday", "channel=a b", "state=a%00b"])
def test_a_question_nobody_understands_is_422_and_names_the_field(cast: Cast, carrying: Carrying, asked: str) -> None:
    answer = carrying("amara", "read").get(f"{ADDRESS}?{asked}")
    field = asked.partition("=")[0]
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert answer.json()["detail"].startswith(f"{field}: ")


def test_a_case_comes_with_its_flags_thread_and_replies(cast: Cast, carrying: Carrying) -> None:
    head = cast.received("My suitcase", author="marta", thread_id="t1")
    cast.received("Hello?", author="marta", thread_id="t1")
    actions.receive(cast.channel, [cast.message("Found", direction="outbound", thread_id="t1", author="brand")])
    case = carrying("amara", "read").get(f"{ADDRESS}{head.public_id}/").json()
    assert (case["id"], case["state"], case["level"], case["topic"]) == (
        str(head.public_id),
        "closed",
        "yellow",
        "baggage",
    )
    assert [(flag["topic"], flag["by"], flag["why"]["words"]) for flag in case["flags"]] == [
        ("baggage", "", ["suitcase"])
    ]
    assert [each["text"] for each in case["thread"]] == ["My suitcase", "Hello?"]
    assert [(reply["state"], reply["origin"], reply["text"]) for reply in case["replies"]] == [
        ("sent", "elsewhere", "Found")
    ]
    assert "brand" not in case["author"]


def test_a_thread_shows_only_what_its_reader_may_see(cast: Cast, carrying: Carrying) -> None:
    head = cast.received("One", author="marta", thread_id="t1")
    other = cast.received("Two", author="rob", thread_id="t1")
    legal = Team.objects.get(slug="legal")
    Interaction.objects.filter(pk=other.pk).update(team=legal)
    case = carrying("amara", "read").get(f"{ADDRESS}{head.public_id}/").json()
    assert [each["text"] for each in case["thread"]] == ["One"]


def test_a_list_costs_the_same_however_long(
    cast: Cast, carrying: Carrying, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(30):
        cast.received()
    client = carrying("amara", "read")
    with django_assert_max_num_queries(5):
        assert len(ids(client.get(ADDRESS))) == 30
