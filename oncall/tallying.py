"""Counting what comes in by quarters of an hour, and looking for spikes in it."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from interactions.ingest.arrivals import LATE_AFTER
from interactions.models import Interaction
from oncall.models import Tally, TallyMark
from oncall.spikes import Cut, Spike, Window, cuts_of, spike_in, widest

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
WEEKS, DAYS = 4, 7
KEPT_FOR = timedelta(days=36)
MOST_CAUGHT_UP = 8  # quarters after a standstill
IN_FLIGHT = 5_000  # messages that others may be writing
LOOKED_BACK_AT = 20_000  # messages, the first time ever

Counted = dict[tuple[int, int, int | None], Window]


def quarter_of(moment: datetime) -> datetime:
    """When its quarter of an hour began."""
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)


@transaction.atomic
def tally() -> None:
    """Count this quarter and the one before anew. Running it twice, late, or twice at once counts nothing twice: a
    quarter is written as a whole, under the lock of its mark."""
    quarter = quarter_of(timezone.now())
    before = TallyMark.objects.filter(quarter_at__lt=quarter).order_by("-quarter_at").first()
    floor = before.after_id if before else _first_floor()
    mark, is_new = TallyMark.objects.get_or_create(quarter_at=quarter, defaults={"after_id": _floor_at(quarter, floor)})
    TallyMark.objects.select_for_update().get(pk=mark.pk)
    start = max(before.quarter_at if before else quarter - QUARTER, quarter - MOST_CAUGHT_UP * QUARTER)
    while start <= quarter:
        _write(start, floor)
        start += QUARTER
    if is_new:
        Tally.objects.filter(quarter_at__lt=quarter - KEPT_FOR).delete()
        TallyMark.objects.filter(quarter_at__lt=quarter - KEPT_FOR).delete()


def _first_floor() -> int:
    newest = Interaction.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return max(newest - LOOKED_BACK_AT, 0)


def _floor_at(quarter: datetime, floor: int) -> int:
    """An id that nothing of this quarter lies under, with room for batches that commit after later ones. It is no
    limit of what counts, the times are: only of what is read."""
    came_before = Interaction.objects.filter(pk__gt=floor, received_at__lt=quarter)
    newest = came_before.aggregate(newest=Max("pk"))["newest"] or floor
    return max(newest - IN_FLIGHT, floor)


def _write(quarter: datetime, after_id: int) -> None:
    """Old messages that come late, from a replay or a back-fill, are no news, and neither is a drill."""
    came = Interaction.objects.real().filter(
        pk__gt=after_id, received_at__gte=quarter, received_at__lt=quarter + QUARTER
    )
    came = came.filter(occurred_at__gte=F("received_at") - LATE_AFTER).order_by()
    negative = Count("pk", filter=Q(level__in=["yellow", "red"]))
    counted = came.values("brand", "channel", "topic").annotate(count=Count("pk"), negative=negative)
    rows = [
        Tally(
            brand_id=row["brand"],
            channel_id=row["channel"],
            topic_id=row["topic"],
            quarter_at=quarter,
            count=row["count"],
            negative=row["negative"],
        )
        for row in counted
    ]
    Tally.objects.filter(quarter_at=quarter).delete()
    Tally.objects.bulk_create(rows)


def floor_of(moment: datetime) -> int:
    """No message of that moment or later has a lower id, or one that came hours before it: the table is long."""
    mark = TallyMark.objects.filter(quarter_at__lte=moment).order_by("-quarter_at").first()
    return mark.after_id if mark else 0


def spikes(now: datetime) -> list[Spike]:
    """What is more or worse than usual in the hour up to now, one for each crisis. At most three queries."""
    end = quarter_of(now) + QUARTER
    current = cuts_of(_between(end).get(end, {}))
    suspects = {cut: window for cut, window in current.items() if spike_in(cut, window, weeks=[Window()] * 2, days=[])}
    if not suspects:
        return []
    ends = {end - timedelta(weeks=n): "weeks" for n in range(1, WEEKS + 1)}
    ends |= {end - timedelta(days=n): ends.get(end - timedelta(days=n), "days") for n in range(1, DAYS + 1)}
    past = {at: cuts_of(counted) for at, counted in _between(*ends).items()}
    first = Tally.objects.aggregate(first=Min("quarter_at"))["first"]
    known = [at for at in ends if at - HOUR >= first]
    found = [_judged(cut, window, past, known, end) for cut, window in suspects.items()]
    return widest(spike for spike in found if spike)


def _judged(
    cut: Cut, window: Window, past: dict[datetime, dict[Cut, Window]], known: list[datetime], end: datetime
) -> Spike | None:
    weeks = [past.get(at, {}).get(cut, Window()) for at in known if (end - at).days % 7 == 0]
    days = [past.get(at, {}).get(cut, Window()) for at in known if (end - at).days <= DAYS]
    return spike_in(cut, window, weeks=weeks, days=days)


def _between(*ends: datetime) -> dict[datetime, Counted]:
    """What was counted in the hours that end then."""
    quarters = {end - n * QUARTER: end for end in ends for n in range(1, 5)}
    rows = Tally.objects.filter(quarter_at__in=quarters).values_list(
        "quarter_at", "brand_id", "channel_id", "topic_id", "count", "negative"
    )
    found: defaultdict[datetime, Counted] = defaultdict(dict)
    for quarter, brand, channel, topic, count, negative in rows:
        counted, key = found[quarters[quarter]], (brand, channel, topic)
        counted[key] = counted.get(key, Window()) + Window(count, negative)
    return found
