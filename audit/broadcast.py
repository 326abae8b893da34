"""Tell open pages that something changed. Carries ids, and names of colleagues; who may hear it is decided where it is
delivered."""

import json
import logging
from collections.abc import Collection
from typing import Any

from audit.redis import breaker, client

log = logging.getLogger(__name__)
CHANNEL = "desk:live"


def publish(kind: str, *, team_id: int, brand_id: int, interaction_id: int | None = None, **more: Any) -> bool:
    """Called after commit. False when Redis did not take it, in which case open pages learn it by polling; never
    raises. ``kind`` becomes the name of the event in the page (``counts``, ``arrived``, ``changed``…)."""
    message = {"kind": kind, "team": team_id, "brand": brand_id, **more}
    if interaction_id is not None:
        message["interaction"] = interaction_id
    return _publish(message)


def publish_to(people: Collection[int], kind: str = "notices") -> bool:
    """The same for what concerns these people alone, by their ids: nobody else hears it, nor who else did."""
    return _publish({"kind": kind, "people": sorted(people)})


def _publish(message: dict[str, Any]) -> bool:
    if breaker.is_open:
        return False
    try:
        client().publish(CHANNEL, json.dumps(message))
    except Exception as error:  # noqa: BLE001 - the change is committed: no fault of Redis may reach the caller
        breaker.trip()
        log.warning("Redis took no live event (%s); open pages poll until it answers.", error)
        return False
    return True
