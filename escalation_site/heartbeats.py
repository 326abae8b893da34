"""When each sweep last did its work, as far as the rooms keep it."""

from datetime import datetime

from django.utils import timezone

from escalation_site import wiring


def beat(name: str) -> None:
    """Note that this sweep has just done its work."""
    keep = getattr(wiring, "beat", None)
    if keep is not None:
        keep(name)


def ages() -> dict[str, float]:
    """Seconds since each sweep's last heartbeat."""
    read = getattr(wiring, "last_beats", dict)
    beats: dict[str, datetime] = read()
    now = timezone.now()
    return {name: (now - at).total_seconds() for name, at in beats.items()}
