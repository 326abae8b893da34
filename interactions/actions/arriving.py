"""Writing a plan down: rows in bulk, then their lines in the record."""

from accounts.actors import SYSTEM
from audit.record import Line, record_many
from interactions.actions.outcomes import recognise
from interactions.ingest.arrivals import Found, Plan, Said
from interactions.models import Flag, Hold, Interaction, Reply


def write(plan: Plan) -> None:
    """Insert and update what the plan holds, and record it, in the order in which it came about."""
    for head in plan.touched.values():
        head.row.save()  # first: one that closes leaves its seat to one that is born
    Interaction.objects.bulk_create([head.row for head in plan.born])
    for row, head in plan.follow_ups:
        row.head = head.row  # it has its id now
    Interaction.objects.bulk_create([row for row, _head in plan.follow_ups])
    _write_flags(plan)
    found = [each for each in plan.found if not recognise(each.conversation, each.message)]
    Reply.objects.bulk_create([_reply(plan, each) for each in found])
    record_many([_line(said) for said in plan.said])


def _write_flags(plan: Plan) -> None:
    heads = [*plan.born, *plan.touched.values()]
    Flag.objects.bulk_create(
        Flag(interaction=head.row, topic=topic, level=topic.level, why=why, flagged_at=plan.now)
        for head in heads
        for topic, why in head.added
    )
    Hold.objects.bulk_create(Hold(interaction=head.row, placed_at=plan.now) for head in plan.born if head.row.is_held)


def _reply(plan: Plan, found: Found) -> Reply:
    message = found.message
    return Reply(
        interaction=found.answers[0] if found.answers else None,
        conversation=found.conversation,
        channel=plan.channel,
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
