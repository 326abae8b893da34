"""Red stops, and only a signed release lets go (P3)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions, publishing
from interactions.models import Interaction, Release, Reply
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _release(cast: Cast, subject: object, hours: int = 4) -> Release:
    until = timezone.now() + timedelta(hours=hours)
    return actions.release(subject, by=cast.priya, says="One answer about the lock", expires_at=until)


def _signed(cast: Cast, subject: object, hours: int = 4) -> Release:
    written = _release(cast, subject, hours)
    actions.sign_release(written, role="communications", by=cast.priya)
    return actions.sign_release(written, role="legal", by=cast.ruth)


def test_one_signature_lifts_nothing_and_the_last_one_does(cast: Cast) -> None:
    red = cast.flagged("hacking")
    written = _release(cast, red)
    actions.sign_release(written, role="communications", by=cast.priya)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We locked it.")
    actions.sign_release(written, role="legal", by=cast.ruth)
    assert actions.draft(red, by=cast.amara, text="We locked it.").number == 1


def test_a_released_red_answer_needs_two_names(cast: Cast) -> None:
    red = cast.flagged("hacking")
    _signed(cast, red)
    draft = actions.draft(red, by=cast.amara, text="We locked it.")
    assert actions.approve(draft, by=cast.dev) is None
    with pytest.raises(Conflict, match="signed this already"):
        actions.approve(draft, by=cast.dev)
    approval = actions.approve(draft, by=cast.ingrid)
    assert approval is not None
    assert (approval.signatures_needed, approval.signatures_given) == (2, 2)


def test_one_person_cannot_sign_for_two_teams(cast: Cast) -> None:
    written = _release(cast, cast.flagged("hacking"))
    actions.sign_release(written, role="communications", by=cast.priya)
    with pytest.raises(NotAllowed):
        actions.sign_release(written, role="legal", by=cast.priya)
    with pytest.raises(Conflict):
        actions.sign_release(written, role="communications", by=cast.tomas)


@pytest.mark.parametrize("name", ["amara", "dev", "ada", "axel", "nora"])
def test_who_was_not_named_cannot_sign(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.sign_release(_release(cast, cast.flagged("hacking")), role="legal", by=getattr(cast, name))


def test_at_its_end_the_hold_is_back(cast: Cast) -> None:
    red = cast.flagged("hacking")
    _signed(cast, red, hours=1)
    with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We locked it.")


def test_a_new_red_topic_is_not_covered_by_an_older_release(cast: Cast) -> None:
    red = cast.flagged("hacking")
    _signed(cast, red)
    actions.flag(red, by=cast.amara, topics=[cast.topics["major-account"]])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We locked it.")


def test_a_release_that_ends_before_the_post_leaves_stops_the_post(cast: Cast) -> None:
    red = cast.flagged("hacking")
    _signed(cast, red, hours=1)
    draft = actions.draft(red, by=cast.amara, text="We locked it.")
    actions.approve(draft, by=cast.dev)
    actions.approve(draft, by=cast.ingrid)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert publishing.publish(Reply.objects.get().pk) is None
    assert Reply.objects.get().state == "recalled"
    assert Interaction.objects.get(pk=red.pk).state == "drafted"


def test_revoking_puts_the_hold_back_at_once(cast: Cast) -> None:
    red = cast.flagged("hacking")
    written = _signed(cast, red)
    with pytest.raises(NotAllowed):
        actions.revoke_release(written, by=cast.dev)
    actions.revoke_release(written, by=cast.tomas)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We locked it.")


def test_a_release_may_stand_for_a_topic_that_allows_it_and_for_no_other(cast: Cast) -> None:
    until = timezone.now() + timedelta(days=20)
    with pytest.raises(Invalid, match="case by case"):
        actions.release(cast.topics["hacking"], by=cast.ada, says="Anything", expires_at=until)
    topic = cast.topics["major-account"]
    written = actions.release(topic, by=cast.ada, says="Apology and case number", expires_at=until)
    actions.sign_release(written, role="communications", by=cast.priya)
    actions.sign_release(written, role="legal", by=cast.ruth)
    red = cast.flagged("major-account")
    assert actions.draft(red, by=cast.amara, text="We are sorry.").number == 1
    actions.flag(red, by=cast.amara, topics=[cast.topics["hacking"]])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We are sorry.")


def test_no_release_stands_longer_than_thirty_days(cast: Cast) -> None:
    with pytest.raises(Invalid, match="30 days"):
        _release(cast, cast.flagged("hacking"), hours=24 * 31)


def test_acknowledging_lifts_nothing(cast: Cast) -> None:
    red = actions.note_acknowledged(cast.flagged("hacking"), by=cast.priya)
    assert (red.urgency, red.is_held) == (Interaction.Urgency.RED, True)


def test_a_holding_message_goes_out_with_two_names_and_does_not_move_the_machine(cast: Cast) -> None:
    red = cast.flagged("hacking")
    in_an_hour = timezone.now() + timedelta(hours=1)
    statement = actions.state_holding(red, by=cast.amara, message=cast.holding, next_update_at=in_an_hour)
    assert actions.sign_statement(statement, by=cast.priya) is None
    with pytest.raises(Conflict):
        actions.sign_statement(statement, by=cast.priya)
    with pytest.raises(NotAllowed):
        actions.sign_statement(statement, by=cast.amara)
    reply = actions.sign_statement(statement, by=cast.ruth)
    assert reply is not None
    assert (reply.kind, reply.text) == ("holding", statement.text)
    assert Interaction.objects.get(pk=red.pk).state == "flagged"


def test_a_holding_message_that_two_people_did_not_approve_is_refused(cast: Cast) -> None:
    cast.holding.second_approver = None
    cast.holding.save()
    with pytest.raises(Invalid, match="two people"):
        actions.state_holding(
            cast.flagged("hacking"),
            by=cast.amara,
            message=cast.holding,
            next_update_at=timezone.now() + timedelta(hours=1),
        )


def test_a_standing_release_ends_when_its_topic_is_decided_case_by_case(cast: Cast) -> None:
    topic = cast.topics["major-account"]
    until = timezone.now() + timedelta(days=20)
    written = actions.release(topic, by=cast.ada, says="Apology", expires_at=until)
    actions.sign_release(written, role="communications", by=cast.priya)
    actions.sign_release(written, role="legal", by=cast.ruth)
    red = cast.flagged("major-account")
    topic.allows_standing_release = False
    topic.save()
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.amara, text="We are sorry.")


def test_a_release_for_one_person_lets_that_person_write_and_others_sign(cast: Cast) -> None:
    red = cast.flagged("hacking")
    until = timezone.now() + timedelta(hours=1)
    written = actions.release(red, by=cast.priya, says="One answer", expires_at=until, for_user=cast.amara)
    actions.sign_release(written, role="communications", by=cast.priya)
    actions.sign_release(written, role="legal", by=cast.ruth)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(red, by=cast.jonas, text="We locked it.")
    draft = actions.draft(red, by=cast.amara, text="We locked it.")
    actions.approve(draft, by=cast.dev)
    assert actions.approve(draft, by=cast.ingrid) is not None
