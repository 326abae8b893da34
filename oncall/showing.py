"""What a page for the public shows: the words that were approved, and the statements of its room that are out."""

from typing import Any

from interactions.models.drafts import text_hash
from oncall.models import Showing, Statement

NEWEST = 20


def shown_to_public(showing: Showing) -> dict[str, Any]:
    """Nothing here says who wrote, asked or approved, or what else is in the room. Of statements only those whose words
    are still the ones that were signed (P1)."""
    out = Statement.objects.filter(incident=showing.incident_id, posted_at__isnull=False).order_by("-posted_at")
    statements = [one for one in out[:NEWEST] if text_hash(one.text) == one.text_hash]
    return {
        "brand": showing.page.brand,
        "showing": showing,
        "statements": statements,
        "next_update_at": showing.incident.next_update_due_at if showing.incident.is_open else None,
    }
