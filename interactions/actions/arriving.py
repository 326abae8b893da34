"""Writing a plan down: rows in bulk, then their lines in the record."""

from accounts.actors import SYSTEM
from audit.record import Line, record_many
from audit.rows import insert, update
from interactions.actions.looking_at import keep_opinions
from interactions.actions.outcomes import recognise, replies_in_flight
from interactions.ingest.arrivals import Found, Plan, Said
from interactions.models import Flag, Hold, Interaction, Reply

# What a message can change about the head that it follows or answers.
CHANGED = (
    "state",
    "approval",
    "topic",
    "level",
    "urgency",
    "is_held",
    "needs_look",
    "playbook_version",
    "flag_version",
    "thread_version",
    "due_at",
    "closed_at",
    "closed_as",
    "look_again_at",
    "answered_elsewhere_at",
    "snoozed_at",
    "snoozed_until",
    "awaits_customer",
    "paused_for",
    "came_back_at",
)


def write(plan: Plan) -> None:
    """Insert and update what the plan holds, and record it, in the order in which it came about."""
    # First what is there, and locked: one that closes leaves its seat to one that is born.
    update([head.row for head in plan.touched.values()], CHANGED)
    insert([head.row for head in plan.born])
    for row, head in plan.follow_ups:
        row.head_id = head.row.pk  # it has its id now
    insert([row for row, _head in plan.follow_ups])
    _write_flags(plan)
    in_flight = replies_in_flight({each.conversation.pk for each in plan.found})
    found = [each for each in plan.found if not recognise(in_flight[each.conversation.pk], each.message)]
    insert([_reply(plan, each) for each in found])
    record_many([_line(said) for said in plan.said])


def _write_flags(plan: Plan) -> None:
    heads = [*plan.born, *plan.touched.values()]
    insert(
        [
            Flag(interaction_id=head.row.pk, topic_id=topic.pk, level=topic.level, why=why, flagged_at=plan.now)
            for head in heads
            for topic, why in head.added
        ]
    )
    insert([Hold(interaction_id=head.row.pk, placed_at=plan.now) for head in heads if head.is_newly_held])
    opinions = [(head.row.pk, *head.opinion) for head in heads if head.opinion]
    keep_opinions(opinions, learning=plan.bench.learning, at=plan.now)


def _reply(plan: Plan, found: Found) -> Reply:
    message = found.message
    return Reply(
        interaction_id=found.answers[0].pk if found.answers else None,
        conversation_id=found.conversation.pk,
        channel_id=plan.channel.pk,
        origin=Reply.Origin.ELSEWHERE,
        state=Reply.State.SENT,
        found_text=message.text,
        remote_id=message.remote_id,
        permalink=message.permalink,
        not_before=plan.now,
        created_at=plan.now,
        sent_at=min(message.occurred_at, plan.now),
    )


def _line(said: Said) -> Line:
    about = (Interaction._meta.label_lower, said.row.pk, said.row.brand_id)
    return Line(f"interactions.{said.name}", SYSTEM, *about, said.facts)
