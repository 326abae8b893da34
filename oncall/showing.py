"""What a page for the public shows: the words that were approved, and the statements of its room that are out."""

from typing import Any

from oncall.models import Showing, Statement

NEWEST = 20


def shown_to_public(showing: Showing) -> dict[str, Any]:
    """Nothing here says who wrote, asked or approved, or what else is in the room."""
    out = Statement.objects.filter(incident=showing.incident_id, posted_at__isnull=False)
    statements = list(out.order_by("-posted_at")[:NEWEST])
    return {
        "brand": showing.page.brand,
        "showing": showing,
        "statements": statements,
        "next_update_at": showing.incident.next_update_due_at if showing.incident.is_open else None,
    }
