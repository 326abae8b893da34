"""The numbers of the frame: what this person may do now, and not what there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.test import Client, RequestFactory

from accounts.models import User
from approvals import access
from escalation_site import counting
from escalation_site.context import ShellFacts
from escalation_site.counting import bounded_counts
from tests.cast import Cast

Queries = Callable[[int], Any]
PEOPLE = ("amara", "jonas", "dev", "ingrid", "priya", "ruth", "ada", "axel", "nora")


def waiting(person: User) -> int:
    request = RequestFactory().get("/")
    request.user = person
    return ShellFacts(request).counts.approvals


@pytest.mark.parametrize("name", PEOPLE)
def test_the_rail_counts_what_the_queue_shows_under_for_me(cast: Cast, name: str) -> None:
    cast.drafted(by="jonas")
    cast.drafted(by="dev")
    cast.drafted(by="amara")
    person = getattr(cast, name)
    assert waiting(person) == access.counts(getattr(cast, name))["mine"]


def test_one_s_own_draft_does_not_wait_for_oneself(cast: Cast) -> None:
    cast.drafted(by="dev")
    assert (waiting(cast.dev), waiting(cast.ingrid), waiting(cast.amara)) == (0, 1, 0)


def test_counting_stops_at_a_hundred(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BOUND", 2)
    assert bounded_counts({"people": User.objects.all(), "nora": User.objects.filter(full_name="Nora Falk")}) == {
        "people": 2,
        "nora": 1,
    }


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (7, "7"), (99, "99"), (100, "99+")])
def test_a_number_is_said_up_to_ninety_nine(count: int, shown: str) -> None:
    assert counting.said(count) == shown


def test_several_counts_are_one_query_and_nothing_to_find_is_none(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    nobody = User.objects.filter(pk__in=[])
    with pytest.raises(EmptyResultSet):
        str(nobody.query)
    with django_assert_num_queries(1):
        assert bounded_counts({"all": User.objects.all(), "none": nobody, "again": User.objects.all()})["none"] == 0
    with django_assert_num_queries(0):
        assert bounded_counts({"none": nobody}) == {"none": 0}


def test_the_number_follows_what_happens_without_a_new_page(
    cast: Cast, client: Client, settings: Any, django_assert_num_queries: Queries
) -> None:
    settings.ROOT_URLCONF = "escalation_site.urls"
    client.force_login(cast.ingrid)
    assert "waiting" not in client.get("/shell/").content.decode()
    cast.drafted(by="jonas")
    assert ", 1 waiting" in client.get("/shell/").content.decode()
    with django_assert_num_queries(7):  # session, person, rights, inbox, what is waiting and stopped, brands, alarms
        client.get("/shell/")
