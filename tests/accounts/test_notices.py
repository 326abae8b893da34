"""A notice is one line for one person: told once, leading nowhere but to us, and shown to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import notices
from accounts.models import Notice, NoticeChoice, User
from accounts.notice_kinds import KINDS, ByMail, Group
from accounts.notices import notify, notify_all, read, read_all
from audit.models import Event
from tests.cast import Cast

Queries = Callable[[int], Any]


def tell(user: User, **facts: Any) -> Notice:
    standard = {"kind": "draft-returned", "text": "Ingrid returned your draft.", "url": "/inbox/1/", "key": "review-1"}
    return notify(user, **(standard | facts))


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Whose bells were told to ring."""
    rung: list[list[int]] = []
    monkeypatch.setattr(notices, "told", lambda people: rung.append(sorted(people)))
    return rung


def test_telling_the_same_twice_is_telling_it_once(cast: Cast) -> None:
    first = tell(cast.jonas, text="Ingrid returned your draft.")
    assert tell(cast.jonas, text="Said again.") == first
    assert Notice.objects.get().text == "Ingrid returned your draft."


def test_the_same_key_is_another_notice_for_another_person(cast: Cast) -> None:
    tell(cast.jonas)
    tell(cast.amara)
    assert Notice.objects.count() == 2


def test_several_people_are_told_in_two_queries_and_whoever_knows_is_left_in_peace(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    tell(cast.dev, key="waits-1")
    people = [cast.dev, cast.ingrid, cast.priya, cast.ingrid]
    with transaction.atomic(), django_assert_num_queries(2):  # who wants an e-mail, and the rows
        notify_all(people, kind="sign-off-asked", text="A draft waits.", url="/approvals/1/", key="waits-1")
    assert Notice.objects.filter(key="waits-1").count() == 3


def test_telling_nobody_is_no_mistake(cast: Cast) -> None:
    notify_all([], kind="sign-off-asked", text="A draft waits.", url="/approvals/1/", key="waits-1")
    assert not Notice.objects.exists()


def test_a_notice_is_not_told_when_what_it_speaks_of_did_not_happen(cast: Cast) -> None:
    with transaction.atomic():
        tell(cast.jonas)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_notice_leaves_no_event_in_the_record(cast: Cast) -> None:
    before = Event.objects.count()
    read(tell(cast.jonas), by=cast.jonas)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "url", ["", "inbox/1/", "//evil.example/", "/\\evil.example/", "https://evil.example/", "/\t/evil.example/"]
)
def test_a_notice_leads_to_a_path_of_ours(cast: Cast, url: str) -> None:
    with pytest.raises(ValueError, match="leads to a path of ours"):
        tell(cast.jonas, url=url)


@pytest.mark.parametrize("url", ["inbox/1/", "//evil.example/", "/\\evil.example/", "https://evil.example/"])
def test_the_database_too_refuses_an_address_elsewhere(cast: Cast, url: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.create(user=cast.jonas, kind="draft-returned", text="Look.", url=url, key="k")


@pytest.mark.parametrize("gap", [{"text": " "}, {"key": ""}])
def test_a_notice_says_something_and_has_a_key(cast: Cast, gap: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs a text and a key"):
        tell(cast.jonas, **gap)


@pytest.mark.parametrize("much", [{"key": "k" * 121}, {"url": "/" + "x" * 300}])
def test_a_key_or_an_address_that_does_not_fit_is_refused_on_both_databases(cast: Cast, much: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="too long"):
        tell(cast.jonas, **much)


def test_a_kind_that_nobody_declared_is_refused(cast: Cast) -> None:
    with pytest.raises(LookupError, match="notice_kinds"):
        tell(cast.jonas, kind="surprise")


def test_every_kind_fits_its_column() -> None:
    assert max(map(len, KINDS)) <= 40


def test_a_long_text_is_cut_and_becomes_one_plain_line(cast: Cast) -> None:
    told = tell(cast.jonas, text="Two\nlines\x00 " + "x" * 400)
    assert told.text.startswith("Two lines xxx")
    assert len(told.text) == 300
    assert told.text.endswith("…")


def test_reading_is_for_the_person_it_was_told_to(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    told = tell(cast.jonas)
    read(told, by=cast.amara)
    assert Notice.objects.get().read_at is None
    read(told, by=cast.jonas)
    first = Notice.objects.get().read_at
    assert first is not None
    time_machine.shift(timedelta(hours=1))
    read(told, by=cast.jonas)
    assert Notice.objects.get().read_at == first


def test_reading_all_stops_at_what_the_person_had_before_them(cast: Cast) -> None:
    seen = tell(cast.jonas, key="1")
    not_mine = tell(cast.amara, key="1")
    came_later = tell(cast.jonas, key="2")
    read_all(by=cast.jonas, up_to=not_mine.pk)
    unread = Notice.objects.filter(read_at=None)
    assert seen not in unread
    assert {*unread} == {not_mine, came_later}


def test_the_bell_is_told_after_the_commit_and_only_the_bells_concerned(
    cast: Cast, bell: list[list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told = tell(cast.jonas)
        assert bell == []
    assert bell == [[cast.jonas.pk]]
    with django_capture_on_commit_callbacks(execute=True):
        read(told, by=cast.amara)
        read(told, by=cast.jonas)
    assert bell == [[cast.jonas.pk]] * 2


def test_notices_read_long_ago_are_forgotten_in_batches_and_unread_ones_kept(
    cast: Cast, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    for number in range(3):
        read(tell(cast.jonas, key=f"old-{number}"), by=cast.jonas)
    tell(cast.jonas, key="unread")
    time_machine.shift(timedelta(days=91))
    read(tell(cast.jonas, key="lately"), by=cast.jonas)
    monkeypatch.setattr(notices, "SWEPT_AT_ONCE", 2)
    assert notices.forget_read() == 2
    assert notices.forget_read() == 1
    assert notices.forget_read() == 0
    assert {*Notice.objects.values_list("key", flat=True)} == {"unread", "lately"}


def choose(user: User, group: Group, by_mail: ByMail) -> None:
    NoticeChoice.objects.create(user=user, group=group, by_mail=by_mail)


def test_an_email_is_due_only_where_the_person_chose_one(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    choose(cast.jonas, Group.DRAFTS, ByMail.AT_ONCE)
    choose(cast.amara, Group.DRAFTS, ByMail.DAILY)
    choose(cast.dev, Group.SIGN_OFF, ByMail.AT_ONCE)
    assert tell(cast.jonas).mail_due_at == timezone.now()
    assert tell(cast.amara).mail_due_at == timezone.now().replace(hour=8, minute=0) + timedelta(days=1)
    assert tell(cast.dev).mail_due_at is None
    assert tell(cast.ingrid).mail_due_at is None


def test_whoever_left_gets_no_email(cast: Cast) -> None:
    choose(cast.jonas, Group.DRAFTS, ByMail.AT_ONCE)
    User.objects.filter(pk=cast.jonas.pk).update(is_active=False)
    assert tell(cast.jonas).mail_due_at is None


def test_what_was_read_in_time_is_not_sent(cast: Cast) -> None:
    choose(cast.jonas, Group.DRAFTS, ByMail.DAILY)
    read(tell(cast.jonas), by=cast.jonas)
    assert Notice.objects.get().mail_due_at is None
