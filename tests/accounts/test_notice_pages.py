"""The bell, the list behind it, and a notice that leads where it points."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, User
from accounts.notices import notify
from tests.cast import Cast

Queries = Callable[[int], Any]


def tell(user: User, count: int = 1, **facts: Any) -> list[Notice]:
    return [
        notify(
            user,
            **{
                "kind": "draft-returned",
                "text": f"Ingrid returned draft {number}.",
                "url": f"/inbox/{number}/",
                "key": f"review-{number}",
            }
            | facts,
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def jonas(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jonas)
    return client


def read(client: Client, address: str = "/notices/") -> str:
    return " ".join(client.get(address).content.decode().split())


def test_without_notices_the_page_says_what_will_stand_there(jonas: Client) -> None:
    page = read(jonas)
    assert "Nothing to tell you" in page
    assert "Mark all read" not in page


def test_the_newest_stands_first_and_the_unread_is_marked_in_words(cast: Cast, jonas: Client) -> None:
    first, _second = tell(cast.jonas, 2)
    jonas.post(f"/notices/{first.pk}/open/")
    page = read(jonas)
    assert page.index("draft 2") < page.index("draft 1")
    assert page.count("Unread:") == 1
    assert page.index("Unread:") < page.index("draft 2")


def test_opening_a_notice_reads_it_and_leads_to_what_it_points_at(cast: Cast, jonas: Client) -> None:
    (notice,) = tell(cast.jonas, url="/inbox/7/?x=1")
    answer = jonas.post(f"/notices/{notice.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/7/?x=1")
    assert Notice.objects.get().read_at is not None


def test_looking_at_the_list_reads_nothing(cast: Cast, jonas: Client) -> None:
    (notice,) = tell(cast.jonas)
    read(jonas)
    assert jonas.get(f"/notices/{notice.pk}/open/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_a_notice_of_somebody_else_is_not_there(cast: Cast, jonas: Client) -> None:
    (notice,) = tell(cast.amara)
    assert "draft 1" not in read(jonas)
    assert jonas.post(f"/notices/{notice.pk}/open/").status_code == 404
    jonas.post("/notices/read/", {"place": notice.pk})
    assert Notice.objects.get().read_at is None


def test_marking_all_read_stops_at_what_stood_on_the_page(cast: Cast, jonas: Client) -> None:
    seen = tell(cast.jonas, 2)[-1]
    (later,) = tell(cast.jonas, key="later")
    answer = jonas.post("/notices/read/", {"place": seen.pk}, follow=True)
    assert "All marked as read." in answer.content.decode()
    assert list(Notice.objects.filter(read_at=None)) == [later]


@pytest.mark.parametrize("place", ["", "x", "0", "-3", "9" * 40, "\x00"])
def test_a_place_that_makes_no_sense_is_no_place(cast: Cast, jonas: Client, place: str) -> None:
    tell(cast.jonas)
    assert jonas.post("/notices/read/", {"place": place}).status_code == 302
    assert Notice.objects.get().read_at is None
    assert "draft 1" in jonas.get("/notices/", {"place": place}).content.decode()


def test_a_long_list_is_turned_by_key(cast: Cast, jonas: Client, django_assert_num_queries: Queries) -> None:
    tell(cast.jonas, 30)
    page = read(jonas)
    assert page.count('class="notice ') == 25
    sixth = Notice.objects.get(key="review-6")
    assert f'href="?place={sixth.pk}"' in page
    older = read(jonas, f"/notices/?place={sixth.pk}")
    assert older.count('class="notice ') == 5
    assert "Older notices" not in older
    assert "Mark all read" not in older
    assert "Nothing older" in read(jonas, f"/notices/?place={Notice.objects.get(key='review-1').pk}")


def test_the_list_costs_the_same_however_long_it_is(
    cast: Cast, jonas: Client, django_assert_num_queries: Queries
) -> None:
    read(jonas)
    tell(cast.jonas, 30, brand=cast.brand)
    with django_assert_num_queries(9):  # seven of the frame, the rows, whether any is unread
        jonas.get("/notices/")


def test_a_hostile_text_is_only_text(cast: Cast, jonas: Client) -> None:
    tell(cast.jonas, text="<script>alert(1)</script>")
    assert "<script>alert" not in read(jonas)


def test_the_bell_counts_what_this_person_has_not_read(cast: Cast, jonas: Client) -> None:
    assert "unread" not in read(jonas, "/shell/")
    tell(cast.jonas, 3)
    tell(cast.amara, 5)
    assert ", 3 unread" in read(jonas, "/shell/")


def test_the_bell_stops_counting_at_a_hundred(cast: Cast, jonas: Client) -> None:
    line = {"kind": "draft-returned", "text": "x", "url": "/"}
    Notice.objects.bulk_create(Notice(user=cast.jonas, key=str(number), **line) for number in range(150))
    assert "99+" in read(jonas, "/shell/")


def test_polling_learns_of_my_notices_and_of_nobody_else_s(cast: Cast, jonas: Client) -> None:
    before = jonas.get("/live/poll/")["ETag"]
    tell(cast.amara)
    assert jonas.get("/live/poll/", headers={"if-none-match": before}).status_code == 304
    tell(cast.jonas)
    assert jonas.get("/live/poll/", headers={"if-none-match": before}).status_code == 204


def test_a_notice_shows_when_it_was_told(cast: Cast, jonas: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    tell(cast.jonas)
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=4))
    assert ">4m</time>" in read(jonas)
