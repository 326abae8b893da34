"""Judging again what is looked at by more and more people: after the answer and after closing, too. Raises and reopens,
never lowers."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from audit.rows import patch
from connectors.contract import Incoming
from connectors.models import Channel
from interactions.actions.closing import apply_reopen
from interactions.actions.flagging import add_topics
from interactions.due import RANK, due_at, strictest
from interactions.ingest.judging import Bench, counts_of
from interactions.ingest.known import Known, Stored
from interactions.models import EngagementSample, Interaction
from playbook.current import thresholds_for
from playbook.models import Topic
from playbook.thresholds import Counts

COUNTED = ("likes", "shares", "comments", "reach")


def count_again(channel: Channel, messages: Sequence[Incoming], known: Known) -> None:
    """Keep the highest counts that a network told of messages we have, and judge again where they passed a threshold.

    Two statements a batch for the counts, whatever its size, and none where nothing rose; counting leaves no event. The
    same delivery again, or an older one after a newer, changes nothing. The channel is locked.
    """
    told = {message.remote_id: message for message in messages if message.direction == "inbound"}
    rows = sorted((row for key in told if (row := known.interactions.get(key))), key=lambda row: row.pk)
    risen = [(row, raised) for row in rows if (raised := _raised(row, told[row.remote_id])) != row]
    if not risen:
        return
    patch([Interaction(pk=row.pk, **{name: getattr(row, name) for name in COUNTED}) for _old, row in risen], COUNTED)
    _sample(risen)
    thresholds = thresholds_for(channel.brand_id)
    steps = [(row.pk, counts_of(old), counts_of(row)) for old, row in risen]
    if passed := [step for step in steps if thresholds.lies_between(*step[1:])]:
        bench = Bench(channel.brand_id)
        for pk, before, after in passed:
            _judge_again(pk, before, after, bench)


def _sample(risen: Sequence[tuple[Stored, Stored]]) -> None:
    """Keep how the counts stood when the message came, where that is not kept yet, and how they stand now."""
    now = timezone.now()
    rows = [
        EngagementSample(interaction_id=row.pk, sampled_at=at, **{name: getattr(row, name) for name in COUNTED})
        for old, new in risen
        for row, at in ((old, old.received_at), (new, now))
    ]
    EngagementSample.objects.bulk_create(rows, ignore_conflicts=True)


def _raised(row: Stored, message: Incoming) -> Stored:
    """The row with what the message tells more of. What a network does not tell stays as it is."""
    news = {name: max(now, getattr(row, name) or 0) for name in COUNTED if (now := getattr(message, name)) is not None}
    return row._replace(**news)


def _judge_again(pk: int, before: Counts, after: Counts, bench: Bench) -> None:
    """Put on what these counts suggest and the last ones did not: a topic that a person took off stays off, unless it
    is the counts that speak for it now."""
    row = Interaction.objects.select_related("contact").get(pk=pk)
    case = _case_of(row)
    standing = set(case.flags.filter(withdrawn_at=None).values_list("topic_id", flat=True))
    earlier = {topic.pk for topic, _why in bench.suggestions_at(row, before, standing)}
    found = bench.suggestions_at(row, after, standing)
    new = [(topic, why) for topic, why in found if topic.pk not in standing | earlier]
    if not new or not (case.is_open or _is_worth_opening(case, [topic for topic, _why in new])):
        return
    is_back = not case.is_open
    if is_back:
        apply_reopen(case, by=SYSTEM, reason=_("More and more people see it: a threshold was passed."))
    case.playbook_version = bench.version
    add_topics(case, by=SYSTEM, topics=[topic for topic, _why in new], why={topic.pk: why for topic, why in new})
    if is_back:
        case.due_at = due_at(timezone.now(), case.topic)  # from now on, not from when it came
    case.save()


def _case_of(row: Interaction) -> Interaction:
    """Where this message is worked on: what is open of its person and thread, else its head, else itself. Locked."""
    same = Interaction.objects.open().filter(conversation=row.conversation_id, contact=row.contact_id)
    opened = same.values_list("pk", flat=True).first()
    return Interaction.objects.locked(opened or row.head_id or row.pk)


def _is_worth_opening(case: Interaction, topics: list[Topic]) -> bool:
    """A stricter flag than it ended with, or another red one."""
    level = strictest(topics).level
    return RANK[level] > RANK[case.level] or level == "red"
