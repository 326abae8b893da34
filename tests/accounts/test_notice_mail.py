"""Notices by e-mail: for those who chose it, with our own sentence and a link, once."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import notice_mail
from accounts.models import Notice, NoticeChoice, User
from accounts.notice_kinds import KINDS, ByMail, Group
from accounts.notice_mail import send_due
from accounts.notices import notify, read
from accounts.zones import MORNING, next_morning, zone_named
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_in_the_morning(time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)


@pytest.fixture
def jonas(cast: Cast) -> User:
    """Jonas wants to hear about his drafts at once."""
    NoticeChoice.objects.create(user=cast.jonas, group=Group.DRAFTS, by_mail=ByMail.AT_ONCE)
    return cast.jonas


def tell(user: User, key: str = "1", **facts: Any) -> Notice:
    standard = {"kind": "draft-returned", "text": "Ingrid, to Marta: too cold", "url": f"/inbox/{key}/"}
    return notify(user, key=key, **(standard | facts))


def refuse(*_given: object) -> int:
    raise smtplib.SMTPServerDisconnected


def test_a_mail_has_our_sentence_and_a_link_and_nothing_of_the_case(jonas: User, settings: Any) -> None:
    settings.SITE_URL = "https://desk.example"
    tell(jonas)
    assert send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["jonas@tern.example"]
    assert sent.subject == "Escalation Desk: A draft of yours was returned."
    assert "A draft of yours was returned.\nhttps://desk.example/inbox/1/\n" in sent.body
    assert "https://desk.example/preferences/" in sent.body
    assert "Marta" not in sent.body
    assert "cold" not in sent.body


def test_a_notice_is_mailed_once(jonas: User) -> None:
    tell(jonas)
    assert [send_due(), send_due()] == [1, 0]
    tell(jonas)
    assert send_due() == 0
    assert len(mail.outbox) == 1


def test_whoever_did_not_choose_it_gets_none(cast: Cast, jonas: User) -> None:
    tell(cast.amara)
    tell(jonas, kind="case-assigned")
    assert send_due() == 0
    assert mail.outbox == []


def test_what_is_due_together_goes_out_together_to_each_person(cast: Cast, jonas: User) -> None:
    NoticeChoice.objects.create(user=cast.amara, group=Group.DRAFTS, by_mail=ByMail.AT_ONCE)
    for key in ("1", "2"):
        tell(jonas, key)
    tell(cast.amara, "3")
    assert send_due() == 2
    bodies = {sent.to[0]: sent for sent in mail.outbox}
    assert bodies["jonas@tern.example"].subject == "Escalation Desk: 2 notices for you"
    assert "/inbox/3/" not in bodies["jonas@tern.example"].body
    assert "/inbox/3/" in bodies["amara@tern.example"].body


def test_a_flood_becomes_one_mail_of_bounded_length(jonas: User) -> None:
    for number in range(40):
        tell(jonas, str(number))
    assert send_due() == 1
    assert mail.outbox[0].body.count("A draft of yours was returned.") == notice_mail.LINES_IN_A_MAIL
    assert "And 10 more:" in mail.outbox[0].body


def test_a_daily_mail_waits_for_the_morning_where_the_person_is(cast: Cast, time_machine: Any) -> None:
    User.objects.filter(pk=cast.jonas.pk).update(time_zone="America/New_York")
    NoticeChoice.objects.create(user=cast.jonas, group=Group.DRAFTS, by_mail=ByMail.DAILY)
    tell(cast.jonas)
    time_machine.move_to("2026-11-17 12:59:00+00:00", tick=False)
    assert send_due() == 0
    time_machine.move_to("2026-11-17 13:00:00+00:00", tick=False)
    assert send_due() == 1


def test_what_was_read_meanwhile_is_not_mailed(jonas: User) -> None:
    read(tell(jonas), by=jonas)
    assert send_due() == 0


def test_whoever_left_meanwhile_gets_no_mail(jonas: User) -> None:
    tell(jonas)
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    assert send_due() == 0
    assert Notice.objects.get().mail_due_at is None


def test_a_mail_server_that_is_away_is_tried_again_after_a_growing_wait(
    jonas: User, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    tell(jonas)
    waits = []
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        for _attempt in range(3):
            assert send_due() == 0
            due_at = Notice.objects.get().mail_due_at
            assert due_at is not None
            waits.append(due_at - timezone.now())
            time_machine.move_to(due_at, tick=False)
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert send_due() == 1


def test_a_mail_that_nobody_takes_is_given_up_and_the_notice_stays(
    jonas: User, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    tell(jonas)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    for _attempt in range(notice_mail.MOST_ATTEMPTS):
        send_due()
        time_machine.move_to(timezone.now() + timedelta(hours=3), tick=False)
    assert Notice.objects.get().mail_due_at is None
    assert Notice.objects.get().mail_attempts == notice_mail.MOST_ATTEMPTS


def test_what_was_read_while_the_server_was_away_is_not_tried_again(
    jonas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tell(jonas)

    def read_then_fail(*_given: object) -> int:
        read(notice, by=jonas)
        return refuse()

    monkeypatch.setattr(EmailMessage, "send", read_then_fail)
    send_due()
    assert Notice.objects.get().mail_due_at is None


def test_a_sweep_that_dies_after_sending_repeats_the_mail_once_under_the_same_id(
    jonas: User, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    tell(jonas)
    send = EmailMessage.send

    def send_and_die(message: EmailMessage, *given: Any) -> int:
        send(message, *given)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert send_due() == 0
    time_machine.move_to(timezone.now() + notice_mail.LEASE_FOR, tick=False)
    assert [send_due(), send_due()] == [1, 0]
    first, again = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == again


def test_two_sweeps_do_not_take_the_same_notice(jonas: User) -> None:
    tell(jonas)
    assert len(notice_mail._claim(jonas.pk)) == 1
    assert notice_mail._claim(jonas.pk) == []


def test_a_kind_that_has_gone_is_still_said(jonas: User) -> None:
    tell(jonas)
    Notice.objects.update(kind="of-yesterday")
    assert send_due() == 1
    assert "There is something new for you." in mail.outbox[0].body


def test_every_kind_s_sentence_ends_and_is_short() -> None:
    for kind in KINDS.values():
        assert str(kind.mail_sentence).endswith(".")
        assert len(str(kind.mail_sentence)) < 80


@given(
    moment=st.datetimes(timezones=st.just(zone_named("UTC"))).filter(lambda at: 1950 < at.year < 2100),
    zone=st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Nowhere/No"]),
)
def test_the_next_morning_is_ahead_and_at_eight_on_the_wall(moment: Any, zone: str) -> None:
    morning = next_morning(moment, zone)
    assert timedelta() < morning - moment <= timedelta(hours=49)  # Apia once left a whole day out
    assert morning.astimezone(zone_named(zone)).time() == MORNING
