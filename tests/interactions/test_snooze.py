"""Putting off, and what comes back by itself (P9)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.models import Interaction
from tests.cast import Cast
from tests.interactions.pages import read, signed_in
from tests.interactions.test_inbox_pages import ids

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=3)


def fresh(row: Interaction) -> Interaction:
    return Interaction.objects.get(pk=row.pk)


def in_queue(cast: Cast, view: str) -> list[int]:
    return ids(read(cast.amara, f"/inbox/?view={view}"))


def test_what_is_put_off_leaves_every_queue_but_its_own_and_comes_back_on_its_date(cast: Cast) -> None:
    row = actions.assign(cast.received(), by=cast.amara, to=cast.amara)
    actions.snooze(row, by=cast.amara, until=timezone.now() + LATER)
    for view in ("all", "mine", "triage", "aged"):
        assert in_queue(cast, view) == [], view
    assert in_queue(cast, "snoozed") == ids(read(cast.amara, "/inbox/?q=is:snoozed")) == [row.pk]
    assert actions.wake_due() == 0
    with time_machine.travel(timezone.now() + LATER):
        assert actions.wake_due() == 1
        assert actions.wake_due() == 0
        assert in_queue(cast, "all") == in_queue(cast, "mine") == in_queue(cast, "aged") == [row.pk]
        assert in_queue(cast, "snoozed") == []
    assert Event.objects.filter(name="interactions.woken", facts__why="date").count() == 1
    actions.assign(row, by=cast.amara, to=cast.dev)
    assert in_queue(cast, "aged") == []


def test_what_was_monitored_or_waits_a_week_past_its_time_has_aged_out(cast: Cast) -> None:
    watched, late = cast.received("Watched"), cast.received("Late")
    tomorrow = timezone.now() + timedelta(days=1)
    actions.close(watched, by=cast.amara, closed_as="monitor", reason="Let us see", look_again_at=tomorrow)
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        actions.look_again()
        assert in_queue(cast, "aged") == [watched.pk]
        assert "nobody has done anything since" in read(cast.amara, f"/inbox/{watched.pk}/")
    with time_machine.travel(late.due_at + timedelta(days=7, minutes=1)):
        assert late.pk in in_queue(cast, "aged")
        assert "Came back by itself, or a week past due" in read(cast.amara, "/inbox/?view=aged")


def test_their_next_message_brings_it_back_and_the_clock_goes_on_from_where_it_stood(cast: Cast) -> None:
    row = cast.received("Where is my bag?", author="marta")
    actions.snooze(row, by=cast.amara, until=timezone.now() + timedelta(days=3), awaits_customer=True)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        cast.received("It is blue", author="marta", parent_id=row.remote_id)
        back = fresh(row)
        assert (back.snoozed_until, back.awaits_customer, back.came_back_at) == (None, False, None)
        assert timedelta(hours=23) < back.due_at - row.due_at == back.paused_for < timedelta(hours=25)
        flagged = actions.flag(back, by=cast.amara, topics=[cast.topics["baggage"]])
        within = timedelta(minutes=cast.topics["baggage"].reply_within)
        assert flagged.due_at == row.received_at + within + back.paused_for
        assert in_queue(cast, "all") == [row.pk]
        assert "the customer wrote again" in read(cast.amara, f"/inbox/{row.pk}/")


def test_red_is_never_put_off_and_what_turns_red_comes_back(cast: Cast) -> None:
    with pytest.raises(Conflict, match="never put off"):
        actions.snooze(cast.flagged("hacking"), by=cast.amara, until=timezone.now() + LATER)
    row = actions.snooze(cast.flagged("praise"), by=cast.amara, until=timezone.now() + LATER, reason="Later")
    red = actions.flag(row, by=cast.amara, topics=[cast.topics["hacking"]])
    assert red.snoozed_until is None
    assert red.pk in in_queue(cast, "red")
    for change in ({"snoozed_until": timezone.now(), "snoozed_at": timezone.now()}, {"awaits_customer": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interaction.objects.filter(pk=red.pk).update(**change)


def test_what_may_not_be_put_off_is_refused_in_a_sentence(cast: Cast) -> None:
    row, now = cast.received(), timezone.now()
    for until in (now, now - LATER, now + timedelta(days=91)):
        with pytest.raises(Invalid, match="next 90 days"):
            actions.snooze(row, by=cast.amara, until=until, reason="Later")
    with pytest.raises(Invalid, match="due before that"):
        actions.snooze(row, by=cast.amara, until=row.due_at + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        actions.snooze(row, by=cast.axel, until=now + LATER)
    with pytest.raises(Conflict, match="Recall"):
        actions.snooze(cast.drafted("baggage").interaction, by=cast.amara, until=now + LATER, reason="Later")
    assert fresh(row).snoozed_until is None


def test_it_is_put_off_and_taken_back_on_its_page(cast: Cast) -> None:
    row = cast.received()
    browser, address = signed_in(cast.amara), f"/interactions/{row.pk}/snooze/"
    wrong = browser.post(address, {"when": "at", "until": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()
    assert "Choose the day and the time." in browser.post(address, {"when": "at"}).content.decode()
    page = browser.post(address, {"when": "tomorrow", "reason": "She asked for it"}, follow=True).content.decode()
    assert f"/interactions/{row.pk}/wake/" in page
    assert "Put off until" in page
    assert "She asked for it" in page
    until = timezone.localtime(fresh(row).snoozed_until)
    assert (until.hour, until.minute, until > timezone.now()) == (9, 0, True)
    assert "Back in the queues." in browser.post(f"/interactions/{row.pk}/wake/", follow=True).content.decode()
    assert fresh(row).snoozed_until is None
    assert browser.post(f"/interactions/{row.pk}/wake/").status_code == 302


def test_an_answer_that_is_written_ends_the_wait(cast: Cast) -> None:
    row = cast.flagged("baggage")
    actions.snooze(row, by=cast.amara, until=timezone.now() + LATER, awaits_customer=True)
    actions.draft(fresh(row), by=cast.amara, text="We found it.", is_public=True, consideration="One bag.")
    assert (fresh(row).snoozed_until, fresh(row).awaits_customer) == (None, False)
