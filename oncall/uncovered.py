"""Red topics of a message that are nobody's although somebody has the message: put on it after it was taken, or
answered for by other people. Each is a crisis of its own (P4).

Whoever takes an alert answers for what it was about by then. What comes later, or what its policy does not name them
for, nobody may take for known because the message is in hand.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from interactions.due import strictest
from interactions.models import Flag, Interaction
from oncall.grouping import BY_ROOM, Crisis, crisis_about
from oncall.models import Alert, AlertFlag
from oncall.plans import plan_for
from oncall.policy import Plan
from playbook.models import Topic


def red_topics_of(rows: Sequence[Interaction]) -> dict[int, list[Flag]]:
    """By message: its red flags that stand. One query."""
    found: dict[int, list[Flag]] = defaultdict(list)
    flags = Flag.objects.filter(interaction__in=rows, level="red", withdrawn_at=None)
    for flag in flags.select_related("topic__owner_team"):
        found[flag.interaction_id].append(flag)
    return found


def uncovered(rows: Sequence[Interaction], flags: dict[int, list[Flag]]) -> Iterator[tuple[Crisis, Interaction]]:
    """The crises that these messages are in besides those of the alerts that hold them already. One query, and those
    of a policy for each topic that no alert is about. Whatever is flagged in a drill belongs to the drill."""
    standing = Alert.objects.unresolved().of_red().filter(is_drill=False)
    held = AlertFlag.objects.filter(interaction__in=rows, alert__in=standing).select_related("alert__topic")
    seats: dict[int, list[AlertFlag]] = defaultdict(list)
    for seat in held:
        seats[seat.interaction_id].append(seat)

    @cache
    def plan(topic: Topic, row: Interaction) -> Plan:
        return plan_for(topic, topic.owner_team or row.team)

    for row in rows:
        for flag in flags.get(row.pk, ()) if seats[row.pk] else ():
            crisis = crisis_about(flag.topic)
            is_held = any(seat.alert.key == crisis.key or _knew(seat, flag, flags[row.pk]) for seat in seats[row.pk])
            if not is_held and not any(_asks(seat.alert, flag, plan(flag.topic, row)) for seat in seats[row.pk]):
                yield crisis, row


def _knew(seat: AlertFlag, flag: Flag, flags: Sequence[Flag]) -> bool:
    """The topic for which the message was put into this alert; of an old message all it had. Whoever has a room is not
    taken to answer for a life in it too, unless that is what they were asked about."""
    if flag.topic.is_life_safety and seat.alert.key.startswith(BY_ROOM) and seat.alert.topic != flag.topic:
        return False
    then = [each for each in flags if each.flagged_at <= seat.joined_at]
    return flag in then and (seat.alert.is_late or strictest(each.topic for each in then) == flag.topic)


def _asks(alert: Alert, flag: Flag, plan: Plan) -> bool:
    """Whether the same people are being asked, or took it when the flag was there."""
    is_news = alert.acknowledged_at is not None and flag.flagged_at > alert.acknowledged_at
    return not is_news and Plan.from_json(alert.plan) == plan
