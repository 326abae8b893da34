"""Sweepers, subscribers and people at the same red flag."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Delivery, Event
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.models import Alert, AlertFlag, Page
from tests.cast import Cast
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def policy(desk: Cast) -> None:
    """Priya, then Tomás, by mail."""
    actions.save_policy(
        None,
        by=desk.ada,
        brand=desk.brand,
        name="Red",
        is_default=True,
        topics=[],
        steps=[StepTerms(5, person=desk.priya), StepTerms(5, person=desk.tomas)],
        last_resort=[],
    )


def test_sweepers_at_once_deliver_each_event_once_and_page_once(desk: Cast, four: Crew) -> None:
    for _round in range(max(1, ROUNDS // 5)):
        for _each in range(4):
            desk.flagged("hacking")
        four.at_once(*[("sweep_everything", {})] * 4)
        four.at_once(*[("sweep_everything", {})] * 4)
        alert = Alert.objects.unresolved().get()
        assert not Delivery.objects.exclude(state="done", attempts=1).exists()
        assert AlertFlag.objects.filter(alert=alert).count() == 4
        assert list(alert.pages.values_list("step", "state")) == [(1, "sent")]
        assert Event.objects.filter(name="oncall.alert_opened", subject_id=alert.pk).count() == 1
        Alert.objects.filter(pk=alert.pk).update(state="resolved")
        Page.objects.update(tried_at=timezone.now() - timedelta(hours=1))  # nobody gets too many in a minute


def test_acknowledging_against_escalating_leaves_no_page_waiting(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
        assert alert is not None
        Alert.objects.filter(pk=alert.pk).update(next_step_at=timezone.now() - timedelta(seconds=1))
        taken, _escalated = two.at_once(
            ("acknowledge", {"alert": alert.pk, "by": "priya"}), ("escalate", {"alert": alert.pk})
        )
        assert taken.is_done
        after = Alert.objects.get(pk=alert.pk)
        assert (after.state, after.next_step_at) == ("acknowledged", None)
        assert not after.pages.filter(state__in=Page.OPEN).exists()
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_acknowledging_against_sending_says_of_each_page_what_became_of_it(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
        assert alert is not None
        two.at_once(("acknowledge", {"alert": alert.pk, "by": "tomas"}), ("sweep_pages", {}))
        page = alert.pages.get()
        assert page.state in {"sent", "cancelled"}
        assert Event.objects.filter(name="oncall.page_sent", subject_id=page.pk).count() == (page.state == "sent")
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_of_two_who_take_it_one_has_it(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
        assert alert is not None
        told = two.at_once(*[("acknowledge", {"alert": alert.pk, "by": name}) for name in ("priya", "tomas")])
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert "has it since" in next(each.said for each in told if each.is_refused)
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_a_hand_over_accepted_as_others_take_it_is_with_who_was_asked(desk: Cast, four: Crew) -> None:
    for _round in range(ROUNDS):
        alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
        assert alert is not None
        actions.hand_over(actions.acknowledge(alert, by=desk.priya), by=desk.priya, to=desk.tomas)
        deeds = [("acknowledge", {"alert": alert.pk, "by": name}) for name in ("priya", "ingrid")]
        accepted, _kept, taken = four.at_once(("accept", {"alert": alert.pk, "by": "tomas"}), *deeds)
        assert accepted.is_done
        assert taken.is_refused
        after = Alert.objects.get(pk=alert.pk)
        assert (after.state, after.acknowledged_by) == ("acknowledged", desk.tomas)
        assert [asked.outcome for asked in after.hand_overs.all()] == ["accepted"]
        assert not after.pages.filter(state__in=Page.OPEN).exists()
        assert Event.objects.filter(name="oncall.handed_over", subject_id=alert.pk).count() == 1
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_what_is_handed_over_as_it_is_taken_was_taken_first(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
        assert alert is not None
        taken, asked = two.at_once(
            ("acknowledge", {"alert": alert.pk, "by": "priya"}),
            ("hand_over", {"alert": alert.pk, "by": "priya", "to": "tomas"}),
        )
        assert taken.is_done
        after = Alert.objects.get(pk=alert.pk)
        assert after.acknowledged_by == desk.priya
        assert after.hand_overs.count() == asked.is_done
        waiting = after.pages.filter(state__in=Page.OPEN).values_list("user__email", "cause")
        assert list(waiting) == ([("tomas@tern.example", "hand_over")] if asked.is_done else [])
        Page.objects.filter(alert=alert).update(state="sent")
        Alert.objects.filter(pk=alert.pk).update(state="resolved")
