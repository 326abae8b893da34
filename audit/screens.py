"""After a commit, open pages learn that something ``arrived`` or ``changed``, the kinds they listen to. Only events
that name their team are told."""

from collections.abc import Sequence

from django.db import transaction

from audit.broadcast import publish
from audit.models import Event


def tell_after_commit(events: Sequence[Event]) -> None:
    """One message per team and kind; it names the interaction when there is only one."""
    about: dict[tuple[str, int, int], set[int]] = {}
    for event in events:
        if (team := event.facts.get("team")) and event.brand_id:
            kind = "arrived" if event.name.endswith(".received") else "changed"
            about.setdefault((kind, team, event.brand_id), set()).add(event.subject_id)
    if not about:
        return

    def after_commit() -> None:
        for (kind, team, brand), ids in about.items():
            publish(kind, team_id=team, brand_id=brand, interaction_id=min(ids) if len(ids) == 1 else None)

    transaction.on_commit(after_commit, robust=True)
