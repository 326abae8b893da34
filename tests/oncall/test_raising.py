"""A red flag is never silent (P4): from flag to alert, and whom its first step pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from audit import outbox
from audit.models import Delivery, Event
from interactions import actions as core
from interactions.models import Interaction
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.models import Alert, AlertFlag, EscalationPolicy, Page
from tests.cast import Cast
from tests.oncall.conftest import Desk


def test_a_red_flag_raises_an_alert_and_pages_who_is_on_call(desk: Desk) -> None:
    alert = desk.red()
    assert alert.is_live
    assert desk.paged(alert) == ["Priya"]
    assert alert.next_person == desk.tomas
    assert alert.next_step_at == timezone.now() + timedelta(minutes=5)


def test_yellow_raises_nothing(desk: Desk) -> None:
    desk.cast.flagged("baggage")
    outbox.sweep()
    assert not Alert.objects.exists()


def test_every_step_of_it_is_in_the_record(desk: Desk) -> None:
    alert = desk.red()
    names = Event.objects.filter(subject_type="oncall.alert", subject_id=alert.pk).values_list("name", flat=True)
    assert list(names.order_by("pk")) == ["oncall.alert_opened", "oncall.step_taken"]


def test_the_same_delivery_twice_changes_nothing(desk: Desk) -> None:
    alert = desk.red()
    Delivery.objects.update(state="pending", due_at=timezone.now())
    outbox.sweep()
    assert Alert.objects.get() == alert
    assert desk.paged(alert) == ["Priya"]
    assert AlertFlag.objects.count() == 1


def test_one_crisis_is_one_alert(desk: Desk) -> None:
    first = desk.red()
    assert desk.red() == first
    assert desk.paged(first) == ["Priya"]
    assert desk.red("hacking") != first


def test_two_alerts_of_one_crisis_cannot_be_stored(desk: Desk) -> None:
    alert = desk.red()
    alert.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save(force_insert=True)


def test_a_flag_that_joins_a_crisis_somebody_has_pages_nobody_and_is_theirs(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    again = desk.cast.flagged("major-account")
    outbox.sweep()
    assert desk.paged(alert) == ["Priya"]
    assert Interaction.objects.get(pk=again.pk).urgency == Interaction.Urgency.RED


def test_a_crisis_taken_long_ago_pages_again_when_another_red_flag_joins(desk: Desk, clock) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    clock.shift(timedelta(hours=5))
    again = desk.red()
    assert again == alert
    assert again.is_live
    assert desk.paged(alert, round=2) == ["Priya"]


def test_a_red_flag_gone_before_the_delivery_pages_nobody(desk: Desk) -> None:
    interaction = desk.cast.flagged("major-account")
    Interaction.objects.filter(pk=interaction.pk).update(level="yellow", is_held=False)
    assert actions.open_alert(interaction.pk, by=SYSTEM) is None


def test_reopening_red_pages_again(desk: Desk, clock) -> None:
    alert = desk.red()
    interaction = alert.flags.get().interaction
    Interaction.objects.filter(pk=interaction.pk).update(state="closed", closed_as="spam", closed_at=timezone.now())
    actions.settle(interaction.pk)
    clock.shift(timedelta(minutes=10))
    core.reopen(Interaction.objects.get(pk=interaction.pk), by=desk.amara, reason="It was no spam.")
    outbox.sweep()
    assert Alert.objects.live().exclude(pk=alert.pk).count() == 1


def test_old_messages_page_once_per_channel_and_batch(desk: Desk) -> None:
    old = timezone.now() - timedelta(days=3)
    words = "Help, I never shared my password."
    messages = [desk.cast.message(words, occurred_at=old) for _number in range(3)]
    core.receive(desk.cast.channel, messages)
    outbox.sweep()
    alert = Alert.objects.get()
    assert alert.is_late
    assert alert.flags.count() == 3
    assert desk.paged(alert) == ["Priya"]
    core.receive(desk.cast.channel, [desk.cast.message(words, occurred_at=old)])
    outbox.sweep()
    assert Alert.objects.count() == 2


# --- Whom, when the policy does not say ------------------------------------------------------------------------------


def test_a_topic_of_its_own_policy_is_paged_by_it(desk: Desk) -> None:
    actions.save_policy(
        None,
        by=desk.ada,
        brand=desk.cast.brand,
        name="Security",
        is_default=False,
        topics=[desk.cast.topics["hacking"]],
        steps=[StepTerms(5, person=desk.ruth)],
        last_resort=[],
    )
    assert desk.paged(desk.red("hacking")) == ["Ruth"]


def test_without_any_policy_everyone_who_manages_on_call_for_the_team_is_paged(cast: Cast, clock) -> None:
    interaction = cast.flagged("major-account")
    outbox.sweep()
    alert = Alert.objects.get(flags__interaction=interaction)
    paged = {page.user.short_name for page in alert.pages.select_related("user")}
    assert paged == {"Priya", "Tomás", "Ruth", "Ada"}


def test_a_team_without_such_people_is_answered_for_by_the_brand(cast: Cast, clock) -> None:
    cast.flagged("hacking")  # security has no members at all
    outbox.sweep()
    assert {page.user.short_name for page in Page.objects.select_related("user")} == {"Priya", "Tomás", "Ruth", "Ada"}


def test_a_gap_in_the_schedule_moves_on_to_the_next_step_at_once(desk: Desk) -> None:
    type(desk.priya).objects.filter(pk=desk.priya.pk).update(is_active=False)
    alert = desk.red()
    assert desk.paged(alert) == ["Tomás"]
    assert alert.step == 2


def test_when_everybody_in_the_policy_has_left_the_team_is_paged(desk: Desk) -> None:
    gone = [desk.priya.pk, desk.tomas.pk, desk.ingrid.pk]
    type(desk.priya).objects.filter(pk__in=gone).update(is_active=False)
    assert sorted(desk.paged(desk.red())) == ["Ada", "Ruth"]


# --- Not at once -----------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(desk: Desk) -> Desk:
    """The topic waits for the next covered shift."""
    topic = desk.cast.topics["major-account"]
    topic.pages_at_once = False
    topic.save()
    return desk


def test_a_patient_topic_pages_at_once_while_somebody_is_on_shift(patient: Desk) -> None:
    assert patient.paged(patient.red()) == ["Priya"]


def test_a_patient_topic_waits_for_the_next_covered_shift(patient: Desk, clock) -> None:
    clock.move_to(datetime(2026, 11, 16, 2, 0, tzinfo=UTC))  # the schedule begins at nine
    alert = patient.red()
    assert patient.paged(alert) == []
    assert alert.next_step_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    clock.move_to(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    patient.sweep()
    assert patient.paged(alert) == ["Priya"]


def test_a_patient_topic_waits_twelve_hours_at_the_longest(patient: Desk, clock) -> None:
    clock.move_to(datetime(2026, 11, 13, 2, 0, tzinfo=UTC))
    alert = patient.red()
    assert alert.next_step_at == datetime(2026, 11, 13, 14, 0, tzinfo=UTC)
    clock.move_to(alert.next_step_at)
    patient.sweep()
    assert patient.paged(alert) == ["Tomás"]


def test_a_later_edit_of_the_policy_does_not_touch_an_alert_that_is_out(desk: Desk, clock) -> None:
    alert = desk.red()
    EscalationPolicy.objects.all()[0].steps.all().delete()
    clock.shift(timedelta(minutes=5))
    desk.sweep()
    assert desk.paged(alert) == ["Priya", "Tomás"]
