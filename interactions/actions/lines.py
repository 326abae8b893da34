"""The core's lines in the record: every event about an interaction names its team and where it stands."""

from typing import Any

from accounts.actors import Actor
from audit.models import Event
from audit.record import Line, record
from interactions.models import Interaction


def tell(
    name: str, interaction: Interaction, *, by: Actor, details: dict[str, Any] | None = None, **facts: Any
) -> Event:
    """Record ``interactions.<name>`` about this interaction."""
    return record(
        f"interactions.{name}",
        by=by,
        subject=interaction,
        brand=interaction.brand_id,
        facts=standing(interaction) | facts,
        details=details,
    )


def line(
    name: str, interaction: Interaction, *, by: Actor, details: dict[str, Any] | None = None, **facts: Any
) -> Line:
    """The same as a Line for ``record_many``; the interaction must have its id."""
    about = (Interaction._meta.label_lower, interaction.pk, interaction.brand_id)
    return Line(f"interactions.{name}", by, *about, standing(interaction) | facts, details)


def standing(interaction: Interaction) -> dict[str, Any]:
    """Where it stands, as every event about it says."""
    return {"team": interaction.team_id, "state": str(interaction.state), "level": interaction.level}
