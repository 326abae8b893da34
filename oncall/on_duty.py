"""Who is on call for a brand now, asked from below through ``playbook.ports``. Reads only."""

from oncall.queries import on_call_now
from playbook.ports import OnDuty


def on_duty_of(brand_id: int) -> list[OnDuty]:
    """By schedule, with the number of the turn, never a person's own."""
    return [
        OnDuty(
            name=turn.schedule.name,
            people=tuple(map(str, turn.people)),
            phone=turn.schedule.phone,
            until=turn.until,
            is_gap=turn.is_gap,
        )
        for turn in on_call_now([brand_id])
    ]
