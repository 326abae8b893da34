"""When more, or worse, comes in than usual, a room is proposed: one, and by a person it is opened or dismissed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Notice
from accounts.refusals import Conflict, NotAllowed
from audit import outbox
from connectors.models import Channel
from interactions import actions as core
from interactions.models import IncidentLink, Interaction
from oncall import actions
from oncall.actions.proposing import look_for_spikes
from oncall.models import Alert, Incident, Tally
from oncall.spikes import Cut, Spike, Window, spike_in, widest
from tests import real_burst
from tests.cast import Cast

CUT = Cut(1, 1)
counts = st.integers(0, 500)


@given(st.lists(counts, min_size=2, max_size=4), counts, st.integers(0, 200))
def test_what_is_a_spike_stays_one_when_more_comes(weeks: list[int], now: int, more: int) -> None:
    past = [Window(count) for count in weeks]
    if spike_in(CUT, Window(now), weeks=past, days=[]):
        assert spike_in(CUT, Window(now + more), weeks=past, days=[])


@given(st.integers(0, 500), st.integers(0, 500))
def test_what_comes_every_week_is_none(count: int, negative: int) -> None:
    usual = Window(count, min(negative, count))
    assert spike_in(CUT, usual, weeks=[usual] * 4, days=[]) is None


def test_the_season_decides_and_few_are_never_many() -> None:
    busy, quiet = [Window(100)] * 3, [Window(4)] * 3
    assert spike_in(CUT, Window(110), weeks=busy, days=quiet) is None
    assert spike_in(CUT, Window(110), weeks=[], days=quiet)
    assert spike_in(CUT, Window(19), weeks=quiet, days=[]) is None
    turned = spike_in(CUT, Window(100, 60), weeks=[Window(100, 5)] * 3, days=[])
    assert turned is not None
    assert (turned.is_more, turned.is_worse) == (False, True)
    assert spike_in(CUT, Window(49), weeks=[], days=[]) is None


def test_of_overlapping_spikes_the_widest_is_proposed() -> None:
    def of(cut: Cut, count: int) -> Spike:
        return Spike(cut, Window(count), 1, is_more=True, is_worse=False)

    channel, topic, both, other = Cut(1, 1), Cut(1, None, 5), Cut(1, 1, 5), Cut(1, 2)
    found = widest([of(both, 40), of(channel, 60), of(topic, 40), of(other, 30)])
    assert [spike.cut for spike in found] == [channel, topic, other] or channel in [spike.cut for spike in found]
    assert both not in [spike.cut for spike in found]


@pytest.mark.django_db
def test_a_proposal_takes_in_what_came_tells_who_is_on_call_and_is_decided_once(cast: Cast) -> None:
    for _each in range(55):
        cast.received("Where are our miles?")
    assert look_for_spikes() == 1
    assert look_for_spikes() == 0
    incident = Incident.objects.get()
    assert (incident.state, incident.channel, incident.seen) == ("proposed", cast.channel, 55)
    assert IncidentLink.objects.filter(incident=incident.pk).count() == 55
    assert Notice.objects.filter(kind="room-proposed", user=cast.priya).exists()
    assert Tally.objects.get().count == 55
    with pytest.raises(Conflict, match="proposed"):
        actions.assume_role(incident, by=cast.dev, role="lead")
    with pytest.raises(NotAllowed):
        actions.accept_room(incident, by=cast.axel, name="Miles")
    actions.dismiss_room(incident, by=cast.dev, reason="We asked them")
    assert not IncidentLink.objects.filter(unlinked_at=None).exists()
    with pytest.raises(Conflict, match="decided this"):
        actions.accept_room(incident, by=cast.dev, name="Miles")
    assert look_for_spikes() == 0
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_red_flags_that_a_proposal_took_in_ask_those_whom_their_own_topics_name(cast: Cast) -> None:
    rows = [cast.flagged(topic, text="Where are our miles?") for topic in ("hacking", "major-account")]
    for _each in range(55):
        cast.received("Where are our miles?")
    assert look_for_spikes() == 1
    assert IncidentLink.objects.filter(interaction__in=rows).count() == 2
    outbox.sweep()
    assert set(Alert.objects.values_list("key", flat=True)) == {f"topic:{row.topic_id}" for row in rows}


@pytest.mark.django_db
def test_old_messages_from_a_back_fill_are_no_spike(cast: Cast) -> None:
    days_ago = timezone.now() - timedelta(days=3)
    core.receive(cast.channel, [cast.message("Old.", occurred_at=days_ago) for _each in range(80)])
    assert look_for_spikes() == 0


@pytest.mark.django_db
def test_a_drill_is_no_spike_and_counted_nowhere(cast: Cast) -> None:
    Channel.objects.filter(pk=cast.channel.pk).update(network="rehearsal")
    cast.channel.network = "rehearsal"
    core.receive(cast.channel, [cast.message("Made up.") for _each in range(80)])
    assert look_for_spikes() == 0
    assert not Tally.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(not real_burst.is_there(), reason=real_burst.MISSING)
def test_a_real_burst_of_1468_comments_becomes_one_incident(cast: Cast) -> None:
    assert len(real_burst.comments()) == real_burst.SIZE
    proposed = 0
    for quarter, came in real_burst.by_quarters():
        with time_machine.travel(quarter + real_burst.QUARTER - timedelta(seconds=1), tick=False):
            core.receive(cast.channel, came)
            proposed += look_for_spikes()
    incident = Incident.objects.get()
    assert proposed == 1
    assert incident.state == "proposed"
    with time_machine.travel(datetime(2025, 1, 28, tzinfo=UTC), tick=False):
        actions.accept_room(incident, by=cast.dev, name="One post, many answers")
    heads = Interaction.objects.filter(head=None)
    linked = IncidentLink.objects.filter(incident=incident.pk, unlinked_at=None).count()
    came_before = heads.filter(received_at__lt=incident.began_at).count()
    assert linked + came_before == heads.count()
    assert linked > 1_000
