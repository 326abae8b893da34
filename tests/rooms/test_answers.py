"""One line for many goes through every gate that a single answer goes through (P1, P2, P3, P8)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Membership
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.sync import sync_roles
from interactions import actions as core
from interactions.models import Draft, Interaction, Reply
from oncall import actions
from oncall.actions.answering_many import submit_due
from oncall.models import BulkAnswer
from playbook.models import ChecklistItem, Topic
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db


def answered(house: House, *rows: Interaction, by: str = "amara", **facts: Any) -> BulkAnswer:
    texts = {row.pk: f"Thank you, {row.contact}." for row in rows}
    return actions.answer_many(house.fresh, by=getattr(house, by), line="Thank you, {name}.", texts=texts, **facts)


def run(bulk: BulkAnswer, seconds: float = 60) -> list[str]:
    """What became of each after that time, a sweep a second."""
    start = timezone.now()
    for second in range(int(seconds) + 1):
        with time_machine.travel(start + timedelta(seconds=second), tick=False):
            submit_due()
    return list(bulk.items.order_by("pk").values_list("state", flat=True))


def test_each_becomes_a_draft_that_waits_for_its_sign_off_and_nothing_leaves(house: House) -> None:
    green, yellow = house.inside("praise"), house.inside("baggage")
    bulk = answered(house, green, yellow, by="dev", consideration="They all ask the same.")
    assert run(bulk) == ["submitted", "submitted"]
    states = [Interaction.objects.get(pk=row.pk).state for row in (green, yellow)]
    assert states == ["approved", "drafted"]  # as by hand: the policy asks nobody for green
    waiting = Draft.objects.get(interaction=yellow)
    assert (waiting.author, waiting.is_waiting) == (house.dev, True)
    with pytest.raises(NotAllowed, match="own text"):
        core.approve(waiting, by=house.dev)
    assert not Reply.objects.filter(interaction=yellow).exists()
    assert Reply.objects.get(interaction=green).approval.author == house.dev
    bulk.refresh_from_db()
    assert bulk.state == "done"


def test_red_is_refused_until_its_release_and_then_needs_its_two_names(house: House) -> None:
    red = house.inside("hacking")
    bulk = answered(house, red)
    assert run(bulk) == ["refused"]
    assert "Red stops" in bulk.items.get().why
    written = core.release_incident(
        house.room.pk, by=house.amara, brand=house.cast.brand, says="We found it", expires_at=later()
    )
    core.sign_release(written, role="communications", by=house.priya)
    core.sign_release(written, role="legal", by=house.ruth)
    again = answered(house, red)
    assert run(again) == ["submitted"]
    draft = Draft.objects.get(interaction=red)
    assert core.approve(draft, by=house.dev) is None
    assert core.approve(draft, by=house.ingrid) is not None


def test_where_a_life_is_at_stake_neither_a_release_of_the_room_nor_a_line_for_many_applies(house: House) -> None:
    red = house.inside("major-account")
    written = core.release_incident(
        house.room.pk, by=house.amara, brand=house.cast.brand, says="We found it", expires_at=later()
    )
    core.sign_release(written, role="communications", by=house.priya)
    core.sign_release(written, role="legal", by=house.ruth)
    Topic.objects.filter(slug="major-account").update(is_life_safety=True)
    assert run(answered(house, red)) == ["refused"]
    own = core.release(red, by=house.priya, says="To her alone", expires_at=later())
    core.sign_release(own, role="communications", by=house.priya)
    core.sign_release(own, role="legal", by=house.ruth)
    bulk = answered(house, red)
    assert run(bulk) == ["refused"]
    assert "this one person" in bulk.items.get().why


def test_checklist_newer_messages_private_data_and_double_questions_stop_it_one_by_one(house: House) -> None:
    ChecklistItem.objects.create(brand=house.cast.brand, slug="tone", wording="The tone fits.", is_required=True)
    unticked = house.inside("praise")
    assert run(answered(house, unticked)) == ["refused"]
    ticked, moved_on, out = house.inside("praise"), house.inside("praise"), house.inside("praise")
    personal = house.inside("praise")
    texts = {row.pk: "Thank you." for row in (ticked, moved_on, out)} | {
        personal.pk: "Your card 4111 1111 1111 1111 is safe."
    }
    bulk = actions.answer_many(house.fresh, by=house.amara, line="Thank you.", texts=texts, ticks=["tone"])
    Interaction.objects.filter(pk=moved_on.pk).update(thread_version=9)
    actions.unlink_message(house.fresh, by=house.amara, interaction=out)
    assert run(bulk) == ["submitted", "refused", "refused", "refused"]
    why = list(bulk.items.order_by("pk").values_list("why", flat=True))
    assert "wrote again" in why[1]
    assert "taken out" in why[2]
    house.cast.channel.is_protected = True
    house.cast.channel.save()
    asked_twice = house.inside("praise")
    bulk = actions.answer_many(house.fresh, by=house.amara, line="T.", texts={asked_twice.pk: "T."}, ticks=["tone"])
    assert run(bulk) == ["refused"]
    assert "protected" in bulk.items.get().why
    assert not Draft.objects.filter(interaction=asked_twice).exists()


def test_twenty_a_minute_also_after_a_standstill_and_by_two_sweepers(house: House) -> None:
    rows = [house.inside("praise") for _each in range(25)]
    bulk = answered(house, *rows)
    assert submit_due() == 0  # nothing moves in the first seconds
    states = run(bulk, seconds=10 + 57)
    assert states.count("submitted") == 20
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        assert submit_due() == 1
        assert submit_due() == 0
    assert bulk.items.filter(state="submitted").count() == 21


def test_undo_takes_back_what_is_here_and_only_the_presser_or_a_lead_may(house: House) -> None:
    sent, drafted, waiting = (house.inside("praise") for _each in range(3))
    bulk = answered(house, sent, drafted, waiting)
    assert run(bulk, seconds=14) == ["submitted", "submitted", "waiting"]
    Reply.objects.filter(interaction=sent).update(state="sent", sent_at=timezone.now())
    with pytest.raises(NotAllowed):
        actions.undo_answers(bulk, by=house.jonas)
    with pytest.raises(NotAllowed):
        actions.undo_answers(bulk, by=house.axel)
    assert actions.undo_answers(bulk, by=house.amara) >= 2
    assert list(bulk.items.order_by("pk").values_list("state", flat=True))[1:] == ["undone", "undone"]
    assert Interaction.objects.get(pk=drafted.pk).state == "flagged"
    assert Reply.objects.get(interaction=sent).state == "sent"
    assert run(bulk)[2] == "undone"


def test_whoever_lost_the_right_meanwhile_answers_nobody_more(house: House) -> None:
    bulk = answered(house, house.inside("praise"))
    Membership.objects.filter(user=house.amara).delete()
    sync_roles()
    assert run(bulk) == ["refused"]
    assert not Draft.objects.exists()


def test_one_at_a_time_for_what_is_in_the_room_and_by_who_may_draft(house: House) -> None:
    inside, outside = house.inside("praise"), house.cast.flagged("praise")
    with pytest.raises(Conflict, match="room changed"):
        answered(house, inside, outside)
    with pytest.raises(NotAllowed):
        answered(house, inside, by="axel")
    with pytest.raises(Invalid):
        actions.answer_many(house.fresh, by=house.amara, line="Hi.", texts={})
    answered(house, inside)
    with pytest.raises(Conflict, match="being submitted"):
        answered(house, inside)


def test_closing_the_loop_opens_the_answered_again_and_goes_the_same_way(house: House) -> None:
    row = house.inside("baggage")
    core.close(row, by=house.amara, closed_as="no_answer_needed", reason="All said")
    bulk = answered(house, row, kind="closing", consideration="It is mended.")
    assert run(bulk) == ["submitted"]
    assert Interaction.objects.get(pk=row.pk).state == "drafted"
    actions.undo_answers(bulk, by=house.amara)
    assert not Reply.objects.exists()
