"""How much came in around a crisis, as far as its reader may know it (P8).

The tallies count by channel and topic, whoever has the messages. Who sees every team that has any of them sees those;
anybody else what they may see of the room itself.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from accounts.rights import teams_with
from connectors.models import Channel
from interactions.access import linked_to
from interactions.models import RightsTransfer
from oncall.models import Incident, Tally
from oncall.tallying import quarter_of


@dataclass(frozen=True, slots=True)
class Volume:
    """Messages by the quarter of an hour in which they came. ``is_of_room``: only those in the room that the reader
    may see; nothing says then how much is usual."""

    counted: Mapping[datetime, int]
    is_of_room: bool


def volume_of(incident: Incident, reader: User, end: datetime, back: timedelta) -> Volume:
    """What came between ``back`` before ``end`` and ``end``."""
    if not _sees_all(incident, reader):
        rows = linked_to(reader, incident.pk).filter(received_at__gte=end - back, received_at__lt=end).order_by()
        came = Counter(quarter_of(moment) for moment in rows.values_list("received_at", flat=True))
        return Volume(came, is_of_room=True)
    tallies = Tally.objects.filter(brand=incident.brand_id, quarter_at__gte=end - back, quarter_at__lt=end)
    if incident.channel_id:
        tallies = tallies.filter(channel=incident.channel_id)
    if incident.topic_id:
        tallies = tallies.filter(topic=incident.topic_id)
    counted = Counter[datetime]()
    for quarter, count in tallies.values_list("quarter_at", "count"):
        counted[quarter] += count
    return Volume(counted, is_of_room=False)


def _sees_all(incident: Incident, reader: User) -> bool:
    """Every team that a message counted there may belong to: the channels' own, and those that have something for a
    while."""
    channels = Channel.objects.filter(brand=incident.brand_id)
    if incident.channel_id:
        channels = channels.filter(pk=incident.channel_id)
    having = set(channels.values_list("team", flat=True))
    transfers = RightsTransfer.objects.filter(to_team__brand=incident.brand_id, ended_at=None)
    having.update(transfers.values_list("to_team", flat=True))
    return having <= set(teams_with(reader, "see"))
